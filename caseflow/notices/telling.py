"""From an event to the messages about it: all of them at once, and once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction

from caseflow.applications.models import Application, Event
from caseflow.centers.models import Agency
from caseflow.notices import facts, occasions, texts
from caseflow.notices.hints import hint
from caseflow.notices.models import Message
from caseflow.notices.recipients import Person, recipients_of, ways_to
from caseflow.notices.states import OUTWARD, Channel, Outcome, Progress
from caseflow.notices.texts import Composed

OF_CASE = ("applicant__account", "submitted_by", "receiving_center", "deciding_agency")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What there is to tell. `composed` gives its text in a language."""

    name: str
    at: datetime
    composed: Callable[[str], Composed]
    required: bool = False
    case: Application | None = None
    event: Event | None = None
    office: Agency | None = None
    languages: dict[str, Composed] = field(default_factory=dict)

    def text(self, language: str) -> Composed:
        if language not in self.languages:
            self.languages[language] = self.composed(language)
        return self.languages[language]


def tell_citizens(event: Event, *, at: datetime) -> None:
    """Writes what the people of this file are told; a second time adds nothing."""
    key = occasions.text_of(event)
    if key is None:
        return
    cases = Application.objects.for_display().select_related(*OF_CASE)
    event.application = cases.get(pk=event.application_id)
    occasion = Occasion(
        name=f"event/{event.pk}",
        at=at,
        composed=lambda language: of_deed(event, key, language),
        required=event.verb in occasions.REQUIRED,
        case=event.application,
        event=event,
    )
    tell(occasion, recipients_of(event.application))


def of_deed(event: Event, key: str, language: str) -> Composed:
    return texts.compose(key, language, facts.values_of(event, language=language))


def tell(occasion: Occasion, people: Iterable[Person]) -> None:
    messages = [message for person in people for message in messages_to(person, occasion)]
    with transaction.atomic():
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        for channel in {message.channel for message in messages} & set(OUTWARD):
            transaction.on_commit(partial(hint, Channel(channel)), robust=True)


def messages_to(person: Person, occasion: Occasion) -> list[Message]:
    """Where the law wants somebody told and nobody knows how, that stands there as a failure."""
    ways = ways_to(person, required=occasion.required)
    if not ways and occasion.required:
        return [unreachable(message_to(person, Channel.EMAIL, occasion))]
    return [message_to(person, way, occasion) for way in ways]


def message_to(person: Person, channel: Channel, occasion: Occasion) -> Message:
    text, at = occasion.text(person.language), occasion.at
    is_told = channel == Channel.IN_APP
    return Message(
        occasion=occasion.name,
        application=occasion.case,
        event=occasion.event,
        office=occasion.office,
        recipient=person.kind,
        account_id=person.account,
        channel=channel,
        language=person.language,
        wording=text.key,
        wording_number=text.number,
        address=person.address(channel),
        subject=text.subject,
        body=text.short if channel == Channel.SMS else text.body,
        created_at=at,
        state=Progress.SENT if is_told else Progress.WAITING,
        sent_at=at if is_told else None,
        next_attempt=at,
        give_up_at=at + term(),
    )


def unreachable(message: Message) -> Message:
    message.state, message.outcome = Progress.FAILED, Outcome.NO_ADDRESS
    return message


def term() -> timedelta:
    """How long sending is tried."""
    return timedelta(hours=settings.NOTICES_TERM_HOURS)
