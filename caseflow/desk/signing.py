"""The signing inbox at the desk: what narrows it, its lines, how long each result has waited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from caseflow.applications.actors import Actor
from caseflow.applications.paging import Key
from caseflow.applications.states import Outcome
from caseflow.desk.listing import ANY, procedures_called
from caseflow.desk.queues import horizon
from caseflow.desk.remaining import Remaining, in_days_or_hours, remaining
from caseflow.issuing.models import SigningOrder
from caseflow.issuing.signing_orders import inbox
from caseflow.issuing.signing_orders.inbox import Place, Wanted
from caseflow.issuing.states import KeyPlace

PAGE = 50
OVERDUE, SOON = "overdue", "soon"


class InboxForm(forms.Form):
    procedure = forms.CharField(
        label=_("procedure"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": _("code or words")}),
    )
    outcome = forms.ChoiceField(label=_("outcome"), choices=[ANY, *Outcome.choices], required=False)
    due = forms.ChoiceField(
        label=_("due"),
        choices=[ANY, (SOON, _("due soon or overdue")), (OVERDUE, _("overdue"))],
        required=False,
    )


@dataclass(frozen=True, slots=True)
class Line:
    order: SigningOrder
    remaining: Remaining
    #: How long the result has waited for its signature.
    waited: str
    #: The leader in whose name a deputy would sign; empty for one's own.
    on_behalf_of: str

    @property
    def on_device(self) -> bool:
        return self.order.key == KeyPlace.DEVICE


@dataclass(frozen=True, slots=True)
class Inbox:
    form: InboxForm
    lines: list[Line]
    #: Query strings of the neighbouring pages; empty where there is none.
    next_page: str
    previous_page: str
    #: The filter as an address has it.
    query: str

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query)


def inbox_of(asked: QueryDict, actor: Actor, now: datetime) -> Inbox:
    form = InboxForm(asked)
    orders = inbox.waiting_for(actor, wanted_in(form, actor, now))
    page = inbox.page_of(orders, place=place_in(asked), size=PAGE)
    return Inbox(
        form=form,
        lines=[line_of(order, actor, now) for order in page.rows],
        next_page=neighbour(asked, "after", page.after),
        previous_page=neighbour(asked, "before", page.before),
        query=filter_in(asked).urlencode(),
    )


def line_of(order: SigningOrder, actor: Actor, now: datetime) -> Line:
    leader = order.leader
    is_own = leader.pk == actor.user_id
    return Line(
        order,
        remaining(order.application, now),
        in_days_or_hours(now - order.opened_at),
        "" if is_own else leader.get_full_name() or leader.username,
    )


def wanted_in(form: InboxForm, actor: Actor, now: datetime) -> Wanted:
    form.is_valid()
    asked: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value}
    limits = {SOON: lambda: horizon(actor, now), OVERDUE: lambda: now}
    named = asked.get("procedure")
    return Wanted(
        procedures=procedures_called(named) if named else None,
        outcome=asked.get("outcome", ""),
        due_before=limits[asked["due"]]() if "due" in asked else None,
    )


def chosen(request: HttpRequest, actor: Actor, now: datetime, most: int) -> list[int]:
    """Keys of orders in the asker's inbox: those ticked, or all that the list shows."""
    orders = inbox.waiting_for(actor)
    if "everything" in request.POST:
        asked = QueryDict(request.POST.get("filter", "")[:2000])
        orders = inbox.waiting_for(actor, wanted_in(InboxForm(asked), actor, now))
    else:
        numbers = request.POST.getlist("number")[:most]
        orders = orders.filter(application__number__in=numbers)
    return list(orders.longest_waiting_first().values_list("pk", flat=True)[:most])


def place_in(asked: QueryDict) -> Place:
    """A key that no page gave out leads to the first page."""
    try:
        if after := asked.get("after", ""):
            return Place(after=Key.parsed(after))
        if before := asked.get("before", ""):
            return Place(before=Key.parsed(before))
    except ValueError:
        return Place()
    return Place()


def filter_in(asked: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in InboxForm.base_fields:
        if value := asked.get(name, ""):
            kept[name] = value
    return kept


def neighbour(asked: QueryDict, way: str, key: str) -> str:
    if not key:
        return ""
    kept = filter_in(asked)
    kept[way] = key
    return kept.urlencode()
