"""Proof of the slips: each is made again from its data sheet and compared with what was kept."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import typst

from caseflow.issuing import rendering
from caseflow.issuing.models import Slip
from signatures.digests import digest_of

BATCH = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A slip that is not what was handed out, and how that shows."""

    number: str
    what: str

    def __str__(self) -> str:
        return f"{self.number}: {self.what}"


@dataclass
class Proof:
    """Counts what was compared; `of` yields what differs."""

    slips: int = 0
    #: Their sheet and file went with the person's data.
    erased: int = 0
    differences: int = 0

    def of(self, slips: Iterable[Slip]) -> Iterator[Difference]:
        for slip in slips:
            self.slips += 1
            self.erased += slip.sheet is None
            if what := difference(slip):
                self.differences += 1
                yield Difference(slip.number, what)


def difference(slip: Slip) -> str:
    """How the slip differs from what was handed out; empty where it does not."""
    if slip.sheet is None:
        return "the sheet was erased, the file was not" if slip.file else ""
    try:
        made = digest_of(rendering.render(f"form_{slip.form}", slip.sheet))
    except (typst.TypstError, KeyError, OSError) as error:
        return f"cannot be made again ({type(error).__name__})"
    if made != slip.digest:
        return f"the sheet now gives other bytes ({made[:16]}… instead of {slip.digest[:16]}…)"
    return difference_of_file(slip)


def difference_of_file(slip: Slip) -> str:
    try:
        with slip.file.open("rb") as file:
            kept = digest_of(file.read())
    except (FileNotFoundError, ValueError):
        return "the file is missing"
    return "" if kept == slip.digest else "the file was changed"


def every_slip() -> Iterator[Slip]:
    return Slip.objects.order_by("pk").iterator(chunk_size=BATCH)


def some_slips(count: int) -> Iterator[Slip]:
    """So many of them by lot."""
    keys = list(Slip.objects.values_list("pk", flat=True))
    chosen = random.sample(keys, min(count, len(keys)))  # noqa: S311 (a lot, no secret)
    return Slip.objects.filter(pk__in=chosen).order_by("pk").iterator(chunk_size=BATCH)
