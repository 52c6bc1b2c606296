from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from caseflow.applications import erasing


class Command(BaseCommand):
    help = "Erase what is personal in files that ended longer ago than their term of retention."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and erase nothing")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        now = timezone.now()
        if dry_run:
            self.stdout.write(f"due {erasing.count_due(at=now)}")
            return
        done = erasing.purge(at=now)
        for name in ("erased", "files", "kept", "left_on_disk", "failed"):
            self.stdout.write(f"{name} {getattr(done, name)}")
        if done.failed or done.left_on_disk:
            raise SystemExit(1)
