from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caseflow.indicators import engines, partitions


class Command(BaseCommand):
    help = (
        "Write the facts as Parquet files, one per month of filing, or check that those of a folder"
        " give the same figures as the tallies."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        day = date.fromisoformat
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--since", type=day, metavar="DAY", help="only months from that of this day on"
        )
        parser.add_argument(
            "--check",
            nargs=2,
            type=day,
            metavar=("FIRST", "LAST"),
            help="write nothing; compare all counts between these days, exit with 1 if any differs",
        )

    def handle(
        self, *, folder: Path, since: date | None, check: list[date] | None, **_options: Any
    ) -> None:
        if check:
            self.compare(folder, *check)
            return
        for month in partitions.months():
            if since is None or month >= since.replace(day=1):
                self.stdout.write(f"{month:%Y-%m} {partitions.write(folder, month)}")

    def compare(self, folder: Path, first: date, last: date) -> None:
        if not partitions.any_in(folder):
            raise CommandError(f"There are no facts in {folder}: run export_facts without --check.")
        asked = engines.ask(folder, first, last)
        found = list(engines.differences(engines.told_by_tallies(first, last), asked))
        for difference in found:
            self.stdout.write(difference)
        self.stdout.write(f"differences {len(found)}")
        if found:
            raise SystemExit(1)
