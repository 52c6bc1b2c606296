from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from benchmarks import (
    bulk,
    counted,
    counting,
    creating,
    databases,
    desk,
    listing,
    moving,
    reporting,
    rescheduling,
    signing,
    statements,
)
from benchmarks.databases import Databases
from benchmarks.figures import Figure, table
from benchmarks.figures import record as write_down
from benchmarks.sizes import SIZES, Size

Benchmark = Callable[[Databases, Size], Iterator[Figure]]
BENCHMARKS: dict[str, Benchmark] = {
    "create": creating.measure,
    "verb": moving.measure,
    "statements": statements.measure,
    "bulk": bulk.measure,
    "list": listing.measure,
    "desk": desk.measure,
    "tallies": counting.measure,
    "reports": reporting.measure,
    "counted": counted.measure,
    "calendar": rescheduling.measure,
    "signing": signing.measure,
}


#: Names for several at once: what a province's year of files costs.
GROUPS = {"year": ["tallies", "reports", "list", "desk", "counted"]}


class Command(BaseCommand):
    help = "Measure the product against baselines that are run in turn with it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "names", nargs="*", metavar="name", help=", ".join([*BENCHMARKS, *GROUPS])
        )
        parser.add_argument("--size", choices=SIZES, default="full")
        parser.add_argument(
            "--record", action="store_true", help="write the table into benchmarks/README.md"
        )
        parser.add_argument(
            "--keep", action="store_true", help="keep filled databases, and use what was kept"
        )

    def handle(
        self, *, names: list[str], size: str, record: bool, keep: bool, **options: Any
    ) -> None:
        names = [each for name in names for each in GROUPS.get(name, [name])]
        if unknown := set(names) - BENCHMARKS.keys():
            raise CommandError(f"No such benchmark: {', '.join(sorted(unknown))}.")
        if record and (names or size != "full"):
            raise CommandError("Only the full size of all benchmarks is recorded.")
        clones = databases.prepared(keeps_filled=keep)
        found = table(self.figures(names or list(BENCHMARKS), SIZES[size], clones))
        self.stdout.write(found)
        if record:
            write_down(found)

    def figures(
        self, names: list[str], size: Size, prepared: AbstractContextManager[Databases]
    ) -> Iterator[Figure]:
        with prepared as clones:
            for name in names:
                self.stderr.write(f"{name} …")
                yield from BENCHMARKS[name](clones, size)
