import sys
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseflow.issuing.reproducing import Paper, Proof, every, of_case, some


class ProvingCommand(BaseCommand):
    """Makes papers again and compares; ends with 1 where one of them differs."""

    #: By the name under which the summary counts them.
    kinds: ClassVar[dict[str, type[Paper]]]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", type=int, metavar="N", help="only so many, by lot")
        parser.add_argument("--application", metavar="NUMBER", help="only those of this one")

    def handle(self, *, sample: int | None, application: str | None, **options: Any) -> None:
        if sample is not None and sample < 1:
            raise CommandError("A sample has at least one paper.", returncode=2)
        proofs = {name: Proof() for name in self.kinds}
        for name, proof in proofs.items():
            for difference in proof.of(chosen(self.kinds[name], sample, application)):
                self.stdout.write(str(difference))
            self.stdout.write(f"{name} {proof.papers}")
        for name in ("erased", "differences"):
            total = sum(getattr(proof, name) for proof in proofs.values())
            self.stdout.write(f"{name} {total}")
        if any(proof.differences for proof in proofs.values()):
            sys.exit(1)


def chosen(kind: type[Paper], sample: int | None, application: str | None) -> Iterator[Paper]:
    if application:
        return of_case(kind, application)
    return some(kind, sample) if sample else every(kind)
