import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from caseflow.applications import rescheduling
from caseflow.applications.models import CalendarChange
from caseflow.centers.models import CalendarVersion


class Command(BaseCommand):
    help = (
        "Move the dates of open files by a calendar version (the key that publish_calendar "
        "prints); a draft comes into force with it. An interrupted run is gone on with."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", type=int, help="key of the calendar version")
        parser.add_argument("--preview", action="store_true", help="count the files, move nothing")

    def handle(self, *, version: int, preview: bool, **options: Any) -> None:
        try:
            found = CalendarVersion.objects.select_related("calendar").get(pk=version)
        except CalendarVersion.DoesNotExist:
            raise CommandError(f"There is no calendar version {version}.", returncode=2) from None
        if preview:
            self.show(rescheduling.preview(found, at=timezone.now()))
            return
        try:
            change = rescheduling.begin(found, at=timezone.now())
        except rescheduling.NotInForce as refused:
            raise CommandError(f"{refused} is not the version in force.") from refused
        self.carry_out(change)

    def show(self, found: rescheduling.Preview) -> None:
        for agency, count in sorted(found.by_agency.items()):
            self.stdout.write(f"{agency}: {count}")
        for number, stands, new in found.examples:
            before, after = (timezone.localtime(at).isoformat() for at in (stands, new))
            self.stdout.write(f"{number}: {before} → {after}")
        for name in ("looked_at", "moved", "later", "earlier"):
            self.stdout.write(f"{name} {getattr(found, name)}")

    def carry_out(self, change: CalendarChange) -> None:
        """Beside any workers that are at it too."""
        while not CalendarChange.objects.exclude(finished_at=None).filter(pk=change.pk).exists():
            if not rescheduling.carry_out(at=timezone.now()):
                time.sleep(1)
            done = rescheduling.progress(change)
            self.stderr.write(
                f"parts {done.parts - done.parts_left} of {done.parts}, moved {done.moved}"
            )
        done = rescheduling.progress(change)
        self.stdout.write(f"looked_at {done.looked_at}\nmoved {done.moved}")
