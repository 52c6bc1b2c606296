from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from caseflow.centers.calendars import CalendarRefused, bring_into_force
from caseflow.centers.decisions import FIELDS, Decision, calendar_called, drafted


class Command(BaseCommand):
    help = (
        "Publish the next version of a calendar: of a unit, of an agency or, with neither named, "
        "of the nation. Days that the file does not name stay as they are in force."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="YAML with " + ", ".join(FIELDS))
        parser.add_argument(
            "--draft", action="store_true", help="only to look at, see change_calendar --preview"
        )
        owner = parser.add_mutually_exclusive_group()
        owner.add_argument("--unit", help="code of a province or commune in force")
        owner.add_argument("--agency", help="identifier of an agency")

    @no_translations
    def handle(self, **options: Any) -> None:
        content = read(options["file"])
        try:
            calendar = calendar_called(options["unit"] or options["agency"] or "")
            version = drafted(calendar, Decision.parsed(content))
        except CalendarRefused as refused:
            raise CommandError(str(refused)) from refused
        if options["draft"]:
            self.stdout.write(f"{calendar}: draft of version {version.number}, key {version.pk}")
            return
        bring_into_force(version, at=timezone.now())
        self.stdout.write(f"{calendar}: version {version.number}, key {version.pk}")


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error}") from error
