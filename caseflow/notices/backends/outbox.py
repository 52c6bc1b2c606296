"""For a demonstration without services: messages are kept and can be read at the desk."""

from caseflow.notices.backends.base import Backend, Letter
from caseflow.notices.models import OutboxItem


class OutboxBackend(Backend):
    def send(self, letter: Letter) -> str:
        kept = {
            "channel": letter.channel,
            "address": letter.address,
            "subject": letter.subject,
            "body": letter.body,
        }
        OutboxItem.objects.get_or_create(reference=letter.reference, defaults=kept)
        return "outbox"
