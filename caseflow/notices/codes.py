"""One-time codes of helper sessions: the row holds a placeholder, the code comes in at sending."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from caseflow.applications.models import HelperSession
from caseflow.applications.states import Help
from caseflow.notices import facts, texts
from caseflow.notices.backends.base import Refused
from caseflow.notices.composing import fill
from caseflow.notices.models import Message
from caseflow.notices.recipients import Person, with_preferences
from caseflow.notices.states import Channel, Progress, Recipient

KEY = "helper_code"
OCCASION = "code/"
CHANNELS = {"email": Channel.EMAIL, "phone": Channel.SMS}


def write_messages(*, at: datetime) -> None:
    """For every session whose code still has to reach its person; once each."""
    waiting = HelperSession.objects.undelivered(at)
    messages = [message_for(session, at=at) for session in waiting if any(session.address)]
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def message_for(session: HelperSession, *, at: datetime) -> Message:
    kind, address = session.address
    channel, language = CHANNELS[kind], language_of(session)
    with override(language):
        values = {
            "code": "{code}",
            "helper": session.place,
            "until": facts.at_office(session.code_expires_at),
        }
    text = texts.compose(KEY, language, values)
    return Message(
        occasion=f"{OCCASION}{session.pk}",
        office=session.office,
        recipient=Recipient.APPLICANT,
        channel=channel,
        language=language,
        wording=KEY,
        wording_number=text.number,
        address=address,
        subject=text.subject,
        body=text.short if channel == Channel.SMS else text.body,
        created_at=at,
        state=Progress.WAITING,
        next_attempt=at,
        give_up_at=session.code_expires_at,
    )


def language_of(session: HelperSession) -> str:
    account = session.citizen.account_id if session.citizen else None
    (person,) = with_preferences([Person(Recipient.APPLICANT, account, "", "")])
    return person.language


def body_with_code(message: Message) -> str:
    """Raises `Refused` where the code opens nothing any more."""
    session = session_of(message)
    if session.state(timezone.now()) != Help.ASKED:
        raise Refused("code of no use")
    return fill(message.body, {"code": session.code})


def session_of(message: Message) -> HelperSession:
    session: HelperSession = HelperSession.objects.get(
        pk=int(message.occasion.removeprefix(OCCASION))
    )
    return session


def was_sent(message: Message, *, at: datetime) -> None:
    HelperSession.objects.delivered(session_of(message).pk, at=at)
