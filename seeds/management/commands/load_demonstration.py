from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from seeds.demonstration import loading


class Command(BaseCommand):
    help = (
        "Load the demonstration province: people, a week of synthetic files, live ones, published"
        " figures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="load even where live applications are kept"
        )

    def handle(self, *, force: bool, **options: Any) -> None:
        if loading.is_loaded():
            self.stdout.write("The demonstration is loaded.")
            return
        try:
            loading.load(at=timezone.now(), say=self.stdout.write, among_real_files=force)
        except loading.LoadRefused as refusal:
            raise CommandError(str(refusal)) from None
