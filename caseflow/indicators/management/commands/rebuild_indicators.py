from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from caseflow.indicators import rebuilding
from caseflow.indicators.grains import GRAINS
from caseflow.indicators.models import Fact

SHOWN = 50


class Command(BaseCommand):
    help = "Reads all facts anew from the log of events, and counts everything from them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only compare; exit status 1 if anything differs"
        )

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        pending = rebuilding.catch_up()
        found = rebuilding.compare() if check else rebuilding.rebuild()
        for difference in found[:SHOWN]:
            self.stdout.write(str(difference))
        self.stdout.write(f"facts {Fact.objects.count()}")
        for grain in GRAINS:
            self.stdout.write(
                f"{grain.name.removeprefix('indicators_')} {grain.table.objects.count()}"
            )
        self.stdout.write(f"pending {pending}")
        self.stdout.write(f"differences {len(found)}")
        if check and found:
            raise SystemExit(1)
