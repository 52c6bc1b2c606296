import sys
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseflow.applications.models import Application
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.verification import Verification
from caseflow.sealing.models import Seal
from caseflow.sealing.verification import Seals, cases_in


class Command(BaseCommand):
    help = (
        "Prove every chain of events, or name what was changed, removed, inserted or reordered; "
        "with --day or --all against the signed seals of the days as well."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--application", metavar="NUMBER", help="prove this one only")
        which.add_argument(
            "--day", metavar="DATE", type=date.fromisoformat, help="the seal of this day"
        )
        which.add_argument("--all", action="store_true", help="every chain and every seal")

    def handle(
        self, *, application: str | None, day: date | None, all: bool, **options: Any
    ) -> None:
        seals = Seals() if day or all else None
        chains, cases = Verification(), Application.objects.all()
        if application:
            cases = cases_called(application)
        if seals and day:
            seal = seal_of(day)
            self.say(seals.one(seal))
            cases = cases_in(seal)
        elif seals:
            self.say(seals.every())
        self.say(chains.of(cases))
        self.sum_up(seals, chains)

    def say(self, faults: Iterable[object]) -> None:
        for fault in faults:
            self.stdout.write(str(fault))

    def sum_up(self, seals: Seals | None, chains: Verification) -> None:
        for name in ("applications", "events", "erased"):
            self.stdout.write(f"{name} {getattr(chains, name)}")
        if seals:
            self.stdout.write(f"seals {seals.seals}")
            self.stdout.write(f"heads {seals.heads}")
        faults = chains.faults + (seals.faults if seals else 0)
        self.stdout.write(f"faults {faults}")
        if faults:
            sys.exit(1)


def cases_called(number: str) -> ApplicationQuerySet:
    cases: ApplicationQuerySet = Application.objects.filter(number=number)
    if not cases.exists():
        raise CommandError(f"There is no application {number}.", returncode=2)
    return cases


def seal_of(day: date) -> Seal:
    seal = Seal.objects.filter(day=day).first()
    if seal is None:
        raise CommandError(f"The day {day} has no seal.", returncode=1)
    return seal
