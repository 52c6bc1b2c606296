"""Events told and messages sent, as the workers would."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from caseflow.applications.models import Application, Event
from caseflow.applications.states import State
from caseflow.notices.following import handle
from caseflow.notices.models import Line, Message
from caseflow.notices.sending import send_due
from caseflow.notices.states import Channel, Progress
from tests.factories import Office, a_citizen, case_in

EMAIL = "mai@example.vn"
HANDLED = [Channel.EMAIL, Channel.SMS]


def tell(case: Application, verb: str | None = None) -> QuerySet[Message]:
    """What is told of the case's last event, or of the last of this verb."""
    events = Event.objects.of(case).select_related("application")
    event = (events.filter(verb=verb) if verb else events).last()
    assert event
    handle(event)
    return Message.objects.filter(event=event).order_by("pk")


def told(state: State, office: Office, **changes: Any) -> QuerySet[Message]:
    """What a citizen with an account and an address is told when a case comes to this state."""
    filing = {"by": a_citizen(), "email": EMAIL} | changes
    return tell(case_in(state, office, **filing))


def a_message(address: str = EMAIL, **fields: Any) -> Message:
    """Written by hand; one that waits to be mailed unless the fields say otherwise."""
    now = datetime.now(UTC)
    message: Message = Message.objects.create(
        **{
            "occasion": f"tests/{address}",
            "recipient": "applicant",
            "channel": Channel.EMAIL,
            "language": "vi",
            "wording": "file",
            "address": address,
            "subject": "Đã nhận hồ sơ",
            "body": "Hồ sơ của ông/bà đã đến.",
            "created_at": now,
            "next_attempt": now - timedelta(seconds=1),
            "give_up_at": now + timedelta(hours=1),
            "state": Progress.WAITING,
        }
        | fields
    )
    return message


def send(channel: Channel = Channel.EMAIL) -> int:
    """One run, without the rest that an earlier failure may have brought."""
    Line.objects.filter(channel=channel).update(free_from=datetime.now(UTC) - timedelta(days=1))
    return send_due(channel)


def wake(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(next_attempt=datetime.now(UTC))


def state_of(message: Message) -> tuple[str, str]:
    now = Message.objects.get(pk=message.pk)
    return now.state, now.outcome
