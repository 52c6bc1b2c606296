"""Pages of a list by the key they begin after: none is slower than the first, nothing is counted.

`first_of` finds the rows; this module says where a page begins and which page comes next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import Q

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.querysets import OFFICE_COLUMNS, ApplicationQuerySet

NEWEST_FIRST = ("-filed_at", "-pk")
OLDEST_FIRST = ("filed_at", "pk")
SOONEST_DUE_FIRST = ("due_at", "pk")
Order = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Key:
    """Where a row stands in an order; as text it can travel in an address."""

    at: datetime
    pk: int

    @classmethod
    def of(cls, case: Application, order: Order) -> Self:
        return cls(getattr(case, order[0].lstrip("-")), case.pk)

    @classmethod
    def parsed(cls, text: str) -> Self:
        """Raises `ValueError` for anything that no page gave out."""
        at, _separator, pk = text.rpartition("_")
        key = cls(datetime.fromisoformat(at), int(pk))
        if key.at.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return key

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.pk}"

    def beyond(self, order: Order) -> Q:
        """What comes after this place; the plain bound first lets an index find it."""
        column, side = order[0].lstrip("-"), "lt" if order[0].startswith("-") else "gt"
        tie = Q(**{column: self.at, f"pk__{side}": self.pk})
        return Q(**{f"{column}__{side}e": self.at}) & (Q(**{f"{column}__{side}": self.at}) | tie)


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Application]
    #: The keys to ask with for the neighbouring pages; empty where there is none.
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Which page is asked for: what comes after a key, what comes before one, or the first."""

    after: Key | None = None
    before: Key | None = None

    @classmethod
    def parsed(cls, *, after: str = "", before: str = "") -> Self:
        return cls(
            after=Key.parsed(after) if after else None,
            before=Key.parsed(before) if before and not after else None,
        )


def page_of(
    cases: ApplicationQuerySet,
    actor: Actor,
    *,
    place: Place,
    size: int,
    order: Order = NEWEST_FIRST,
    columns: tuple[str, ...] = OFFICE_COLUMNS,
    states: tuple[str, ...] = (),
) -> Page:
    """One page of those of the cases that the actor may see, ready for display."""
    key, way = (place.before, backwards(order)) if place.before else (place.after, order)
    if key:
        cases = cases.filter(key.beyond(way))
    found = cases.first_of(actor, way, size + 1, columns=columns, states=states)
    rows = list(found.for_display().defer("form").select_related("officer"))
    more, rows = len(rows) > size, rows[:size]
    if place.before:
        rows.reverse()
    if not rows:
        return Page(rows)
    return Page(
        rows,
        after=str(Key.of(rows[-1], order)) if more or place.before else "",
        before=str(Key.of(rows[0], order)) if place.after or (place.before and more) else "",
    )


def backwards(order: Order) -> Order:
    column, pk = (name[1:] if name.startswith("-") else f"-{name}" for name in order)
    return column, pk
