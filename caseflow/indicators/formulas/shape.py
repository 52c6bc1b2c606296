from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

HUNDREDTH = Decimal("0.01")
CONTRACT = _("Caseflow, first definitions of the count")
OWN = _("Caseflow; the official index has no such figure")
NAME_766 = "Mô tả công thức tính chỉ số 766"
#: Before the name of a counter: the procedures of which it counted anything.
PROCEDURES = "procedures_with_"
#: Between it and a count of the catalogue: only such procedures as that counts today.
AMONG = "_among_"


class Period(TextChoices):
    """By which day a file falls into the period asked about."""

    FILED = "filed_on", _("day of filing")
    ANSWERED = "answered_on", _("day of the first answer")
    RECEIVED = "received_on", _("day of reception")
    FINISHED = "finished_on", _("day of the end")
    RATED = "rated_on", _("day of the rating")
    NOW = "", _("as of today, whatever the period")


class Group(TextChoices):
    """The groups of the index of Decision 766/QĐ-TTg."""

    TRANSPARENCY = "transparency", _("Publicity and transparency")
    PROGRESS = "progress", _("Progress and results")
    SERVICES = "services", _("Online services")
    PAYMENT = "payment", _("Online payment")
    DIGITISATION = "digitisation", _("Digitisation")
    SATISFACTION = "satisfaction", _("Satisfaction")


def counter_and_catalogue(name: str) -> tuple[str, str]:
    """The two parts of a name that begins with `PROCEDURES`; the second is often empty."""
    counter, _among, catalogue = name.removeprefix(PROCEDURES).partition(AMONG)
    return counter, catalogue


@dataclass(frozen=True, slots=True)
class Definition:
    """`numerator` and `denominator` name totals (`definitions.named`); several are added.

    Both are empty for a figure of which others hold the counts: it is not applicable here.
    """

    key: str
    name: Promise
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    definition: Promise
    source: Promise | str
    period: Period
    #: The number of the indicator in the index of Decision 766; empty where it has none.
    official: str = ""
    group: Group | str = ""

    @property
    def counts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.numerator, *self.denominator)))


def of_766(number: str, remark: Promise | None = None) -> Promise | str:
    named = f"{NAME_766}, {number}"
    return format_lazy("{} ({})", named, remark) if remark else named


@dataclass(frozen=True, slots=True)
class Figure:
    definition: Definition
    numerator: int
    denominator: int

    @property
    def rate(self) -> Decimal | None:
        """In percent with two decimals; None says "not applicable"."""
        return percent(self.numerator, self.denominator)


def percent(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(HUNDREDTH, ROUND_HALF_UP)


def figure(definition: Definition, totals: Mapping[str, int]) -> Figure:
    return Figure(
        definition,
        numerator=sum(totals[name] for name in definition.numerator),
        denominator=sum(totals[name] for name in definition.denominator),
    )
