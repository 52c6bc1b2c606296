from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from caseflow.centers.calendars import (
    CalendarRefused,
    amended,
    bring_into_force,
    draft,
    joined,
)
from caseflow.centers.models import (
    AdministrativeUnit,
    Agency,
    Calendar,
    CalendarDay,
    CalendarVersion,
)
from caseflow.centers.states import DayKind

FIELDS = ("hours", "days", "covers_from", "covers_to", "decision")
DAY_FIELDS = ("date", "kind", "reason", "reason_en", "document_no")


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

    def handle(self, **options: Any) -> None:
        content = read(options["file"])
        calendar = calendar_of(options["unit"], options["agency"])
        try:
            version = drafted(calendar, content)
        except CalendarRefused as refused:
            raise CommandError(str(refused)) from refused
        except (AttributeError, TypeError, ValueError) as error:
            raise CommandError(f"hours: {error}") from error
        if options["draft"]:
            self.stdout.write(f"{calendar}: draft of version {version.number}, key {version.pk}")
            return
        bring_into_force(version, at=timezone.now())
        self.stdout.write(f"{calendar}: version {version.number}, key {version.pk}")


def drafted(calendar: Calendar, content: dict[str, Any]) -> CalendarVersion:
    """The file's days and years, joined with those in force."""
    changes = [day_of(entry) for entry in content.pop("days")]
    period = content.pop("covers_from"), content.pop("covers_to")
    refuse_undecided_days(changes, *period)
    covers_from, covers_to = joined(calendar, *period)
    days = amended(calendar, changes)
    return draft(
        calendar=calendar, days=days, covers_from=covers_from, covers_to=covers_to, **content
    )


def refuse_undecided_days(days: list[CalendarDay], covers_from: date, covers_to: date) -> None:
    for day in days:
        if not covers_from <= day.date <= covers_to:
            raise CommandError(f"days: {day.date} lies outside {covers_from} to {covers_to}")


def read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CommandError(f"{file}: {error}") from error
    require(content, FIELDS, "the file")
    for field in ("covers_from", "covers_to"):
        require_date(content[field], field)
    if content["covers_to"] < content["covers_from"]:
        raise CommandError("covers_to lies before covers_from")
    if not isinstance(content["days"], list):
        raise CommandError("days is no list")
    return {field: content[field] for field in FIELDS}


def day_of(entry: Mapping[str, Any]) -> CalendarDay:
    require(entry, DAY_FIELDS, "each of days")
    require_date(entry["date"], "date")
    if entry["kind"] not in DayKind.values:
        raise CommandError(f"kind: {entry['kind']} is none of {', '.join(DayKind.values)}")
    fields = {field: entry[field] for field in DAY_FIELDS}
    return CalendarDay(is_working=entry["kind"] == DayKind.MAKE_UP, **fields)


def require(content: object, fields: tuple[str, ...], what: str) -> None:
    missing = [field for field in fields if not isinstance(content, dict) or field not in content]
    if missing:
        raise CommandError(f"{what} needs {', '.join(missing)}")


def require_date(value: object, field: str) -> None:
    if not isinstance(value, date):
        raise CommandError(f"{field}: {value} is no date")


def calendar_of(unit: str | None, agency: str | None) -> Calendar:
    try:
        return Calendar.objects.get_or_create(
            unit=AdministrativeUnit.objects.current().get(code=unit) if unit else None,
            agency=Agency.objects.get(code=agency) if agency else None,
        )[0]
    except (AdministrativeUnit.DoesNotExist, Agency.DoesNotExist) as error:
        raise CommandError(f"{unit or agency}: {error}") from error
