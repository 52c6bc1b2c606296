from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from caseflow.indicators import rebuilding
from caseflow.indicators.models import Credit, DurationBin, Tally

SHOWN = 50


class Command(BaseCommand):
    help = "Counts everything again from the log of events."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only compare; exit status 1 if anything differs"
        )

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        rebuilding.catch_up()
        found = rebuilding.compare() if check else rebuilding.rebuild()
        for change in found.differences[:SHOWN]:
            self.stdout.write(str(change))
        self.stdout.write(f"tallies {Tally.objects.count()}")
        self.stdout.write(f"duration_bins {DurationBin.objects.count()}")
        self.stdout.write(f"credits {Credit.objects.count()}")
        self.stdout.write(f"pending {len(found.pending)}")
        self.stdout.write(f"differences {len(found.differences)}")
        if check and found.differences:
            raise SystemExit(1)
