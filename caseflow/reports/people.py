"""The people of an office and the files they work at; only who may name them asks for them."""

from django.db.models import Q

from caseflow.accounts.models import Role
from caseflow.centers.models import Officer
from caseflow.centers.querysets import AgencyQuerySet
from caseflow.indicators.models import Fact
from caseflow.indicators.querysets import FactQuerySet
from caseflow.reports.selections import Selection


def colleagues(selection: Selection) -> list[Officer]:
    """Clerks and officers of the office in question."""
    posts = Officer.objects.filter(
        agency__in=offices(selection), user__role__in=(Role.CLERK, Role.OFFICER)
    )
    return list(posts.select_related("user").order_by("user__role", "user__username"))


def at_office(selection: Selection) -> FactQuerySet:
    """What the office received or decides; its people work for other centres as well."""
    here = Q(receiving_center__in=selection.centers) | Q(deciding_agency__in=offices(selection))
    found: FactQuerySet = Fact.objects.filter(here)
    return found.filter(procedure=selection.procedure) if selection.procedure else found


def offices(selection: Selection) -> AgencyQuerySet:
    """The office in question: a centre and the agency behind it."""
    seen, center = selection.viewer.offices, selection.center
    return seen.filter(Q(pk=center.pk) | Q(pk=center.parent_id)) if center else seen
