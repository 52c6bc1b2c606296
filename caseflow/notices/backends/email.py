"""E-mail through Django's mail backend (`EMAIL_BACKEND`, `EMAIL_HOST`…)."""

from email.utils import parseaddr
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from types import TracebackType

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from caseflow.notices.backends.base import Backend, Letter, Postponed, Refused, Unavailable

#: From here on an SMTP answer is permanent (RFC 5321 §4.2.1).
PERMANENT = 500


class EmailBackend(Backend):
    def __init__(self) -> None:
        self.connection = get_connection()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def send(self, letter: Letter) -> str:
        """Raises only what `base` names; what a server says beside its code is not kept."""
        try:
            self.connection.open()
            self.connection.send_messages([mail_of(letter)])
        except SMTPRecipientsRefused as refused:
            raise about_the_address(next(iter(refused.recipients.values()))[0]) from None
        except (SMTPAuthenticationError, SMTPSenderRefused) as wrong:
            raise Unavailable(f"smtp {wrong.smtp_code}") from None
        except SMTPResponseException as answer:
            raise about_the_address(answer.smtp_code) from None
        except (SMTPException, OSError) as away:
            raise Unavailable(type(away).__name__) from None
        except ValueError:
            # Django refuses to put it into a header.
            raise Refused("unusable address") from None
        return ""


def about_the_address(code: int) -> Refused | Postponed | Unavailable:
    """421 closes the connection, whoever the recipient is."""
    if code == 421:
        return Unavailable("smtp 421")
    return Refused(f"smtp {code}") if code >= PERMANENT else Postponed(f"smtp {code}")


def mail_of(letter: Letter) -> EmailMessage:
    """The identifier of the mail is the message's own, so that a mailbox knows a repetition."""
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "Message-ID": f"<{letter.reference}@{sender.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.language,
    }
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
    mail = EmailMessage(
        subject=letter.subject, body=letter.body, to=[letter.address], headers=headers
    )
    if file := letter.attachment:
        mail.attach(file.name, file.content, file.kind)
    return mail
