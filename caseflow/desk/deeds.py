"""The deeds of a case at the desk: which stand open, what each asks, how it is done."""

from collections.abc import Collection, Mapping, Sequence
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
from caseflow.applications.lifecycle.delivering import ORIGINAL_SEEN
from caseflow.applications.models import Application, Event
from caseflow.applications.papers import OTHER_PAPER
from caseflow.applications.permissions import deeds_open_to
from caseflow.applications.serializers.deeds import INPUTS
from caseflow.applications.states import Verb
from caseflow.applications.supplements import Asked
from caseflow.centers.models import AdministrativeUnit, Agency, Officer
from caseflow.centers.states import AgencyKind
from caseflow.desk.inputs import Choices, InputForm, Offer
from caseflow.desk.schema_forms import lines_of
from caseflow.desk.suggesting import Facts, next_deed, proposal_in

#: Nothing has to be asked, so one press does it.
DIRECT = (Verb.RECEIVE, Verb.START_REVIEW, Verb.APPROVE, Verb.PAY)
#: What ends a file or undoes a decision is warned about and looks it.
GRAVE = (
    Verb.REFUSE,
    Verb.REJECT,
    Verb.STOP,
    Verb.WITHDRAW,
    Verb.REVOKE_DECISION,
    Verb.REVOKE_AMENDMENT,
)
#: What a role does to many files at once.
BULK: dict[str, tuple[Verb, ...]] = {
    Role.CLERK: (
        Verb.RECEIVE,
        Verb.START_REVIEW,
        Verb.ASSIGN,
        Verb.RETURN_RESULT,
        Verb.STOP,
        Verb.NOTE,
    ),
    Role.OFFICER: (Verb.START_REVIEW, Verb.NOTE),
    Role.LEADER: (Verb.APPROVE, Verb.ASSIGN, Verb.STOP, Verb.NOTE),
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


@dataclass(frozen=True, slots=True)
class Offered:
    """The deed that most likely comes next, and behind it the others that are possible."""

    next: Button | None
    others: Sequence[Button]

    @property
    def all(self) -> list[Button]:
        return [*([self.next] if self.next else []), *self.others]


def offered(actor: Actor, case: Application, events: Sequence[Event]) -> Offered:
    possible = {button.verb: button for button in buttons(actor, case)}
    facts = Facts(
        proposed=proposal_in(events),
        has_officer=case.officer_id is not None,
        awaits_answer=bool(case.consultations_open),
    )
    likely = next_deed(actor.role, case.state, facts, possible)
    others = [button for verb, button in possible.items() if verb != likely]
    return Offered(possible[likely] if likely else None, others)


def input_form(verb: Verb, case: Application, *, data: QueryDict | None = None) -> InputForm:
    return InputForm(INPUTS[verb], offer=offer_for(verb, case), data=data)


def bulk_form(verb: Verb, actor: Actor, *, data: QueryDict | None = None) -> InputForm:
    """For files of several offices: who of the own office can be named."""
    names_an_officer = "officer" in INPUTS[verb]().fields
    choices = {"officer": colleagues(actor.office_ids)} if names_an_officer else {}
    return InputForm(INPUTS[verb], offer=Offer(choices), data=data)


def offer_for(verb: Verb, case: Application) -> Offer:
    """What can be chosen for this deed in this case."""
    match verb:
        case Verb.REQUEST_SUPPLEMENT:
            return Offer({"paper": papers_of(case), "field": fields_of(case)})
        case Verb.SUPPLY:
            schema = case.procedure_version.form_schema
            return Offer(schema=schema, form=case.form, only=fields_asked(case))
        case Verb.AMEND:
            return Offer(schema=case.procedure_version.form_schema, form=case.form)
        case Verb.CERTIFY_COPY:
            return Offer({"document": papers_to_copy(case)})
        case Verb.START_REVIEW | Verb.ASSIGN:
            return Offer({"officer": colleagues([case.deciding_agency_id])})
        case Verb.CONSULT | Verb.TRANSFER:
            return Offer({"agency": agencies_near(case)})
        case _:
            return Offer()


def papers_of(case: Application) -> Choices:
    papers = case.procedure_version.required_papers.order_by("pk").values_list("key", "name")
    return [*papers, (OTHER_PAPER, _("another paper"))]


def papers_to_copy(case: Application) -> Choices:
    """What the office scanned from an original, or signed itself."""
    found = case.documents.filter(source__in=ORIGINAL_SEEN, pages__gt=0).order_by("pk")
    return [(str(key), name) for key, name in found.values_list("pk", "name")]


def fields_of(case: Application) -> Choices:
    lines = lines_of(case.procedure_version.form_schema)
    return [(line.name, " › ".join((*line.groups, line.title))) for line in lines]


def fields_asked(case: Application) -> tuple[str, ...] | None:
    """Of the last supplement request; None if it is from before requests named their parts."""
    requests = Event.objects.of(case).filter(verb=Verb.REQUEST_SUPPLEMENT)
    request = requests.last()
    asked = Asked.told(request.payload) if request else None
    return asked.fields if asked else None


def colleagues(agencies: Collection[int]) -> Choices:
    """Who works for one of the agencies, also through a centre of it."""
    posts = Officer.objects.filter(
        Q(agency__in=agencies) | Q(agency__parent__in=agencies),
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
