"""Proof of what was handed out: each paper is made again from its data sheet and compared.

Of a slip the file itself comes out again, of a result and a certified copy what was signed.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import typst

from caseflow.applications.papers.leafing import Unreadable
from caseflow.issuing import copies, rendering, results
from caseflow.issuing.models import CertifiedCopy, Result, SigningStep, Slip
from signatures.digests import digest_of

BATCH = 500
Paper = Slip | Result | CertifiedCopy


@dataclass(frozen=True, slots=True)
class Difference:
    """A paper that is not what was handed out, and how that shows."""

    number: str
    what: str

    def __str__(self) -> str:
        return f"{self.number}: {self.what}"


@dataclass
class Proof:
    """Counts what was compared; `of` yields what differs."""

    papers: int = 0
    #: Their sheet and file went with the person's data.
    erased: int = 0
    differences: int = 0

    def of(self, papers: Iterable[Paper]) -> Iterator[Difference]:
        for paper in papers:
            self.papers += 1
            self.erased += paper.sheet is None
            if what := difference(paper):
                self.differences += 1
                yield Difference(paper.number, what)


def difference(paper: Paper) -> str:
    """How the paper differs from what was handed out; empty where it does not."""
    if paper.sheet is None:
        return "the sheet was erased, the file was not" if paper.file else ""
    expected = digest_before_signing(paper)
    try:
        made = digest_of(made_again(paper))
    except (typst.TypstError, KeyError, OSError, LookupError, Unreadable) as error:
        return f"cannot be made again ({type(error).__name__})"
    if made != expected:
        return f"the sheet now gives other bytes ({made[:16]}… instead of {expected[:16]}…)"
    return difference_of_file(paper)


def made_again(paper: Paper) -> bytes:
    if isinstance(paper, CertifiedCopy):
        return copies.render(paper)
    if isinstance(paper, Result):
        return results.render(paper.sheet or {})
    return rendering.render(f"form_{paper.form}", paper.sheet or {})


def digest_before_signing(paper: Paper) -> str:
    """What was rendered, before the first of its signatures."""
    if isinstance(paper, Slip) or paper.signature is None:
        return paper.digest
    steps = SigningStep.objects.filter(order__event=paper.event_id).select_related("signature")
    first = steps.order_by("pk").first() if isinstance(paper, Result) else None
    return (first.signature if first else paper.signature).unsigned_digest


def difference_of_file(paper: Paper) -> str:
    try:
        with paper.file.open("rb") as file:
            kept = digest_of(file.read())
    except (FileNotFoundError, ValueError):
        return "the file is missing"
    return "" if kept == paper.digest else "the file was changed"


def every(kind: type[Paper]) -> Iterator[Paper]:
    return kind.objects.order_by("pk").iterator(chunk_size=BATCH)


def some(kind: type[Paper], count: int) -> Iterator[Paper]:
    """So many of them by lot."""
    keys = list(kind.objects.values_list("pk", flat=True))
    chosen = random.sample(keys, min(count, len(keys)))  # noqa: S311 (a lot, no secret)
    return kind.objects.filter(pk__in=chosen).order_by("pk").iterator(chunk_size=BATCH)


def of_case(kind: type[Paper], number: str) -> Iterator[Paper]:
    return kind.objects.filter(application__number=number).order_by("pk").iterator()
