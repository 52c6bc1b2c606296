"""Messages that did not arrive, and who was told of a case: what the desk shows of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.permissions import handles
from caseflow.notices import texts
from caseflow.notices.models import Delivery, Message
from caseflow.notices.querysets import MessageQuerySet
from caseflow.notices.states import OUTWARD, Channel, Progress
from citizens.identity import masked

PAGE, CAP, TOLD = 50, 1000, 40


@dataclass(frozen=True, slots=True)
class Row:
    message: Message
    about: str
    address: str
    #: The code the service gave last, such as "smtp 550".
    detail: str


@dataclass(frozen=True, slots=True)
class Count:
    state: Progress
    number: int
    is_capped: bool


class Filter(forms.Form):
    state = forms.ChoiceField(label=_("state"), required=False)
    channel = forms.ChoiceField(label=_("channel"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unsent = [(state.value, state.label) for state in Progress if state != Progress.SENT]
        ways = [(channel.value, channel.label) for channel in OUTWARD]
        self.fields["state"].choices = [("", _("any")), *unsent]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [("", _("any")), *ways]  # type: ignore[attr-defined]

    def narrowed(self, messages: MessageQuerySet) -> MessageQuerySet:
        wanted = self.cleaned_data if self.is_valid() else {}
        return messages.filter(**{name: value for name, value in wanted.items() if value})


def unsent_for(actor: Actor) -> MessageQuerySet:
    messages: MessageQuerySet = Message.objects.unsent().of_offices(actor)
    return messages


def counts(actor: Actor) -> list[Count]:
    """How many there are of each kind, as far as anybody counts."""
    states = list(unsent_for(actor).order_by().values_list("state", flat=True)[: CAP + 1])
    found = Counter(states)
    return [
        Count(state, found[state], len(states) > CAP)
        for state in Progress
        if state != Progress.SENT
    ]


def page(messages: MessageQuerySet, actor: Actor, *, before: int | None) -> tuple[list[Row], int]:
    """Newest first, and the key of the next page; 0 where there is none."""
    if before:
        messages = messages.filter(pk__lt=before)
    found = list(with_details(messages).order_by("-pk")[: PAGE + 1])
    rows = rows_for(found[:PAGE], actor)
    return rows, found[PAGE - 1].pk if len(found) > PAGE else 0


def with_details(messages: MessageQuerySet) -> MessageQuerySet:
    last = Delivery.objects.filter(message=OuterRef("pk")).order_by("-pk").values("detail")[:1]
    whole = messages.select_related("application").defer("application__form", "body")
    return whole.annotate(detail=Subquery(last))


def rows_for(messages: Sequence[Message], actor: Actor) -> list[Row]:
    return [
        Row(
            message,
            texts.label_of(message.wording),
            message.address if sees(actor, message) else masked(message.address),
            getattr(message, "detail", "") or "",
        )
        for message in messages
    ]


def sees(actor: Actor, message: Message) -> bool:
    """Addresses are for the offices that handle the case."""
    if message.application is None:
        return actor.is_staff
    return handles(actor, message.application)


def told(case: Application, actor: Actor) -> list[Row]:
    """The last notices of a case to the citizen's side."""
    messages = Message.objects.filter(application=case).exclude(channel=Channel.IN_APP)
    found = with_details(messages).order_by("-pk")[:TOLD]
    return rows_for(list(found), actor)


def mine(actor: Actor, since: datetime) -> MessageQuerySet:
    """Reminders to who is asking."""
    reminders: MessageQuerySet = Message.objects.in_account(actor.account)
    return reminders.filter(created_at__gt=since).order_by("-pk")
