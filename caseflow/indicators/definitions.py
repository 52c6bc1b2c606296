"""Every rate of the product, in one place: what it is called, counts, and rests on.

A definition names sums of the columns of `Tally`; nothing else computes a rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.models import Credit, Part, Tally
from caseflow.indicators.scopes import Scope

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Definition:
    """`numerator` and `denominator` name columns of `Tally`; several are added."""

    key: str
    name: Promise
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    definition: Promise
    source: Promise | str


CONTRACT = _("Caseflow, first definitions of the count")
F766 = "Mô tả công thức tính chỉ số 766"

DEFINITIONS = (
    Definition(
        key="online_filing_rate",
        name=_("Online filing rate"),
        numerator=("filed_online",),
        denominator=("filed",),
        definition=_(
            "Applications filed through the online channel ÷ all applications filed, by the day"
            " of filing. Whoever typed them counts as online; the shares below tell who did."
        ),
        source=format_lazy("{}, 3.3 ({})", F766, _("channel only")),
    ),
    Definition(
        key="self_filed_share",
        name=_("Filed by the applicant alone"),
        numerator=("online_self",),
        denominator=("filed_online",),
        definition=_(
            "Online filings made by the applicant or an authorised person without help"
            " ÷ online filings, by the day of filing."
        ),
        source=CONTRACT,
    ),
    Definition(
        key="assisted_share",
        name=_("Filed with a helper"),
        numerator=("online_assisted",),
        denominator=("filed_online",),
        definition=_(
            "Online filings made with the help of a counter or a community team"
            " ÷ online filings, by the day of filing."
        ),
        source=CONTRACT,
    ),
    Definition(
        key="staff_typed_share",
        name=_("Typed by staff"),
        numerator=("online_staff",),
        denominator=("filed_online",),
        definition=_(
            "Online filings typed by staff for the applicant ÷ online filings, by the day of"
            " filing."
        ),
        source=CONTRACT,
    ),
    Definition(
        key="unknown_assistance_share",
        name=_("Not known who typed"),
        numerator=("online_unknown",),
        denominator=("filed_online",),
        definition=_(
            "Online filings of which the source does not say who made them ÷ online filings, by"
            " the day of filing."
        ),
        source=CONTRACT,
    ),
    Definition(
        key="on_time_rate",
        name=_("On-time rate"),
        numerator=("finished_by_due",),
        denominator=("finished",),
        definition=_(
            "Applications whose handling ended no later than their current due time ÷ all"
            " applications whose handling ended, by the day of the end. One without a due time"
            " counts as ended, not as on time."
        ),
        source=f"{F766}, 2.1",
    ),
    Definition(
        key="electronic_result_rate",
        name=_("Electronic result rate"),
        numerator=("finished_electronic",),
        denominator=("finished_document",),
        definition=_(
            "Ended applications with an electronic result ÷ ended applications of procedures"
            " that return a document, by the day of the end."
        ),
        source=f"{F766}, 4.1",
    ),
)

BY_KEY = {definition.key: definition for definition in DEFINITIONS}

#: Counts that the press prints, and what they are here.
PUBLISHED_COUNTS = {"applications_received": ("filed",)}


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


@dataclass(frozen=True, slots=True)
class Shares:
    """What the offices of a scope did for files that others received; never added to `filed`."""

    decided: int
    returned: int


def shares(scope: Scope, first: date, last: date) -> Shares:
    credits = Credit.objects.between(first, last).at(scope.centers).parts()
    return Shares(credits.get(Part.DECIDED, 0), credits.get(Part.RETURNED, 0))


def figures(scope: Scope, first: date, last: date) -> list[Figure]:
    """Every definition for the centres of the scope; both days count."""
    tallies = Tally.objects.between(first, last).at(scope.centers)
    return figures_from(tallies.totals(*Tally.COUNTERS))


def figures_from(totals: Mapping[str, int]) -> list[Figure]:
    return [figure(definition, totals) for definition in DEFINITIONS]


def figure(definition: Definition, totals: Mapping[str, int]) -> Figure:
    return Figure(
        definition,
        numerator=sum(totals[name] for name in definition.numerator),
        denominator=sum(totals[name] for name in definition.denominator),
    )
