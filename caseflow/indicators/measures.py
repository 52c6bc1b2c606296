"""What is timed: the four clocks of a case and the steps of the offices, each in whole seconds."""

from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    """The first four partition the time to the end; the next four are parts of the agency's."""

    AGENCY = "agency", _("agency")
    CITIZEN = "citizen", _("citizen")
    OTHER_AGENCY = "other_agency", _("other agency")
    PAYMENT = "payment", _("payment")
    RECEPTION = "reception", _("reception")
    HANDOVER = "handover", _("hand-over for review")
    REVIEW = "review", _("review")
    SIGNING = "signing", _("signature")
    COLLECTION = "collection", _("collection of the result")


CLOCKS = (Measure.AGENCY, Measure.CITIZEN, Measure.OTHER_AGENCY, Measure.PAYMENT)
STEPS = (
    Measure.RECEPTION,
    Measure.HANDOVER,
    Measure.REVIEW,
    Measure.SIGNING,
    Measure.COLLECTION,
)
#: Who can hold a file while its due instant passes: a step, or another party's clock.
HOLDERS = (*STEPS[:4], *CLOCKS[1:])


@dataclass(frozen=True, slots=True)
class Timing:
    """Where a measure stands in `Fact`, by which day it counts, and for which cases."""

    column: str
    day: str
    cases: Q


def timing(measure: str) -> Timing:
    """A step is timed where it was entered, a clock other than the agency's where it ran."""
    column = f"{measure}_seconds"
    if measure == Measure.COLLECTION:
        return Timing(column, "returned_on", Q(collection_seconds__isnull=False))
    if measure in CLOCKS[1:]:
        return Timing(column, "finished_on", Q(**{f"{column}__gt": 0}))
    return Timing(column, "finished_on", Q(**{f"{column}__isnull": False}))
