from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caseflow.indicators import rebuilding
from caseflow.indicators.grains import GRAINS
from caseflow.indicators.models import Fact
from caseflow.sealing.figures import contradictions, figures_from_the_log
from caseflow.sealing.models import Seal

SHOWN = 50


class Command(BaseCommand):
    help = "Reads all facts anew from the log of events, and counts everything from them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only compare; exit status 1 if anything differs"
        )
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            metavar="DATE",
            help="the sealed figures as the events recorded until that day give them, on standard"
            " output; with --check compared with the seal of the day. Changes nothing.",
        )

    def handle(self, *_args: Any, check: bool, as_of: date | None, **_options: Any) -> None:
        if as_of:
            self.look_back(as_of, check=check)
            return
        pending = rebuilding.catch_up()
        found = rebuilding.compare() if check else rebuilding.rebuild()
        self.show(found)
        self.stdout.write(f"facts {Fact.objects.count()}")
        for grain in GRAINS:
            name = grain.name.removeprefix("indicators_")
            self.stdout.write(f"{name} {grain.table.objects.count()}")
        self.stdout.write(f"pending {pending}")
        self.end(len(found), check=check)

    def look_back(self, day: date, *, check: bool) -> None:
        if not check:
            self.stdout.write(figures_from_the_log(day))
            return
        seal = Seal.objects.filter(day=day).first()
        if seal is None:
            raise CommandError(f"No seal covers {day}.", returncode=2)
        found = contradictions(seal)
        self.show(found)
        self.stdout.write(f"seal {seal.number}")
        self.end(len(found), check=True)

    def show(self, found: Iterable[object]) -> None:
        for difference in list(found)[:SHOWN]:
            self.stdout.write(str(difference))

    def end(self, differences: int, *, check: bool) -> None:
        self.stdout.write(f"differences {differences}")
        if check and differences:
            raise SystemExit(1)
