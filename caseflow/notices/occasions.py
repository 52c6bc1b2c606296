"""Which deeds are told to the citizen, and which of them the law wants told in any case."""

from caseflow.applications.models import Event
from caseflow.applications.states import INTERNAL, Verb
from caseflow.notices import texts

#: Nothing of the file's way changes, or the office is talking to itself.
QUIET = frozenset(map(str, INTERNAL)) | {
    *("attach", "rate", "send_paper", "receive_paper", "imported"),
    # Told by what follows: the corrected result, the copy that can be fetched.
    *("amend", "revoke_amendment", "certify_copy"),
}

#: Decree 118/2025 art 16–19, 21: asking for a supplement, refusing, another date, stopping and
#: a demand for money are told whatever the citizen chose.
REQUIRED = frozenset(
    {
        *("request_supplement", "refuse", "reject", "stop"),
        *("extend", "agree_extension", "reschedule", "request_payment"),
    }
)


def text_of(event: Event) -> str | None:
    """The key of the text; None for what no citizen is told. A verb of tomorrow that moves the
    file is told in general words."""
    if event.verb in QUIET:
        return None
    if event.verb == Verb.RESCHEDULE and "due_at" not in event.payload:
        return texts.RECEPTION_MOVED
    if event.verb in Verb.values and (event.verb, "vi") in texts.shipped():
        return str(event.verb)
    return texts.MOVED if event.from_state != event.to_state else None
