from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from benchmarks import (
    bulk,
    counting,
    creating,
    databases,
    listing,
    moving,
    rescheduling,
    signing,
    statements,
)
from benchmarks.databases import Databases
from benchmarks.figures import Figure, table
from benchmarks.figures import record as keep
from benchmarks.sizes import SIZES, Size

Benchmark = Callable[[Databases, Size], Iterator[Figure]]
BENCHMARKS: dict[str, Benchmark] = {
    "create": creating.measure,
    "verb": moving.measure,
    "statements": statements.measure,
    "bulk": bulk.measure,
    "list": listing.measure,
    "tallies": counting.measure,
    "calendar": rescheduling.measure,
    "signing": signing.measure,
}


class Command(BaseCommand):
    help = "Measure the product against baselines that are run in turn with it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
        parser.add_argument("--size", choices=SIZES, default="full")
        parser.add_argument(
            "--record", action="store_true", help="write the table into benchmarks/README.md"
        )

    def handle(self, *, names: list[str], size: str, record: bool, **options: Any) -> None:
        if unknown := set(names) - BENCHMARKS.keys():
            raise CommandError(f"No such benchmark: {', '.join(sorted(unknown))}.")
        if record and (names or size != "full"):
            raise CommandError("Only the full size of all benchmarks is recorded.")
        found = table(self.figures(names or list(BENCHMARKS), SIZES[size]))
        self.stdout.write(found)
        if record:
            keep(found)

    def figures(self, names: list[str], size: Size) -> Iterator[Figure]:
        with databases.prepared() as clones:
            for name in names:
                self.stderr.write(f"{name} …")
                yield from BENCHMARKS[name](clones, size)
