"""Conditions of transitions that the row of the case alone decides, and how each refuses.

What needs the chain, a calendar or another table is asked in the verb.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import Assistance

Condition = Callable[[Any], bool]


def rule(code: str, message: Promise, instead: Promise) -> Callable[[Condition], Condition]:
    """Gives a condition the code and the sentences with which it refuses."""

    def name(condition: Condition) -> Condition:
        condition.code = code  # type: ignore[attr-defined]
        condition.message = message  # type: ignore[attr-defined]
        condition.instead = instead  # type: ignore[attr-defined]
        return condition

    return name


@rule(
    "supplement_requested_before",
    _("A supplement was requested as often as is allowed."),
    _("Decide on what was supplied; what is missing is a ground for rejection."),
)
def supplement_not_requested_before(case: Any) -> bool:
    return bool(case.supplement_requests < settings.APPLICATIONS_SUPPLEMENT_REQUESTS)


@rule(
    "extended_before",
    _("The date was moved once already; the law allows one new appointment."),
    _("Decide by the date that stands, or agree on a later date with the applicant in writing."),
)
def not_extended_before(case: Any) -> bool:
    return case.extended_at is None


@rule(
    "nobody_assigned",
    _("Nobody has this application; it lies in the pool already."),
    _("Assign it to an officer."),
)
def assigned(case: Any) -> bool:
    return case.officer_id is not None


@rule(
    "no_answer_awaited",
    _("No answer of another agency is awaited."),
    _("Consult an agency first."),
)
def answer_awaited(case: Any) -> bool:
    return bool(case.consultations_open > 0)


@rule(
    "correction_open",
    _("An error in the result was reported already and is being dealt with."),
    _("Close that correction first."),
)
def no_correction_open(case: Any) -> bool:
    return case.correction_due_at is None


@rule(
    "no_correction_open",
    _("No error in the result was reported, or its correction is closed."),
    _("Report the error first."),
)
def correction_open(case: Any) -> bool:
    return case.correction_due_at is not None


@rule(
    "filed_alone",
    _("The applicant filed this alone; there is nobody to object to."),
    _("Withdraw the application, or report what is wrong to the centre."),
)
def filed_by_another(case: Any) -> bool:
    return case.assistance in (Assistance.ASSISTED, Assistance.STAFF)


@rule(
    "decided_here",
    _("The centre belongs to the agency that decides; no papers have to be sent."),
    _("Hand the application over for review."),
)
def decided_elsewhere(case: Any) -> bool:
    return bool(case.receiving_center.parent_id != case.deciding_agency_id)


@rule(
    "rated_before",
    _("This application was rated already."),
    _("The rating stands; a complaint goes to the head of the centre."),
)
def not_rated_before(case: Any) -> bool:
    return case.rating is None
