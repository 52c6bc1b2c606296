"""The deeds of a case at the desk: which stand open, what each asks, how it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.accounts.models import OFFICE_ROLES, Role
from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.papers import OTHER_PAPER
from caseflow.applications.permissions import deeds_open_to
from caseflow.applications.serializers.deeds import INPUTS
from caseflow.applications.states import Verb
from caseflow.centers.models import AdministrativeUnit, Agency, Officer
from caseflow.centers.states import AgencyKind
from caseflow.desk.inputs import Choices, InputForm, Offer
from caseflow.desk.schema_forms import lines_of

#: Nothing has to be asked, so one press does it.
DIRECT = (Verb.RECEIVE, Verb.START_REVIEW, Verb.APPROVE, Verb.PAY)
#: What ends a file or undoes a decision is warned about and looks it.
GRAVE = (Verb.REFUSE, Verb.REJECT, Verb.STOP, Verb.WITHDRAW, Verb.REVOKE_DECISION)
#: What a role does to many files at once.
BULK: dict[str, tuple[Verb, ...]] = {
    Role.CLERK: (Verb.RECEIVE, Verb.START_REVIEW),
    Role.OFFICER: (Verb.START_REVIEW,),
}


class Overtaken(Exception):
    """Somebody acted on the case since the page was shown; nothing was done."""


@dataclass(frozen=True, slots=True)
class Button:
    verb: Verb
    is_direct: bool
    is_grave: bool
    #: A direct deed that may also be told with details.
    has_details: bool

    @property
    def label(self) -> str | Promise:
        return self.verb.label


def buttons(actor: Actor, case: Application) -> list[Button]:
    return [
        Button(
            verb=verb,
            is_direct=verb in DIRECT,
            is_grave=verb in GRAVE,
            has_details=verb in DIRECT and bool(INPUTS[verb]().fields),
        )
        for verb in deeds_open_to(actor, case)
        if verb in INPUTS
    ]


def input_form(verb: Verb, case: Application, *, data: QueryDict | None = None) -> InputForm:
    return InputForm(INPUTS[verb], offer=offer_for(verb, case), data=data)


def offer_for(verb: Verb, case: Application) -> Offer:
    """What can be chosen for this deed in this case."""
    match verb:
        case Verb.REQUEST_SUPPLEMENT:
            return Offer({"paper": papers_of(case), "field": fields_of(case)})
        case Verb.SUPPLY:
            return Offer(schema=case.procedure_version.form_schema, form=case.form)
        case Verb.START_REVIEW | Verb.ASSIGN:
            return Offer({"officer": colleagues(case)})
        case Verb.CONSULT | Verb.TRANSFER:
            return Offer({"agency": agencies_near(case)})
        case _:
            return Offer()


def papers_of(case: Application) -> Choices:
    papers = case.procedure_version.required_papers.order_by("pk").values_list("key", "name")
    return [*papers, (OTHER_PAPER, _("another paper"))]


def fields_of(case: Application) -> Choices:
    lines = lines_of(case.procedure_version.form_schema)
    return [(line.name, " › ".join((*line.groups, line.title))) for line in lines]


def colleagues(case: Application) -> Choices:
    """Who works for the deciding agency, also through a centre of it."""
    agency = case.deciding_agency_id
    posts = Officer.objects.filter(
        Q(agency=agency) | Q(agency__parent=agency),
        user__is_active=True,
        user__role__in=OFFICE_ROLES,
    )
    found = posts.select_related("user").order_by("user__username")
    return [(post.user.username, person(post)) for post in found]


def person(post: Officer) -> str:
    name = post.user.get_full_name() or post.user.username
    return f"{name} ({post.title or post.user.get_role_display()})"


def agencies_near(case: Application) -> Choices:
    unit = AdministrativeUnit.objects.select_related("parent")
    here = unit.get(pk=case.deciding_agency.unit_id)
    province = (here.parent or here).code
    near = Agency.objects.current().of_province(province).exclude(kind=AgencyKind.SERVICE_CENTER)
    return list(near.alphabetical().values_list("code", "name"))


def perform(
    verb: Verb,
    case: Application,
    *,
    actor: Actor,
    at: datetime,
    seen: int,
    inputs: Mapping[str, Any],
) -> Application:
    """The deed, unless the case has moved on since its page was shown with `seen` events."""
    with transaction.atomic():
        if Application.objects.lock(case.pk).last_sequence != seen:
            raise Overtaken
        return lifecycle.VERBS[verb](case.pk, actor=actor, at=at, **inputs)


def since(case: Application, seen: int) -> Sequence[Event]:
    return list(Event.objects.of(case).filter(sequence__gt=seen))
