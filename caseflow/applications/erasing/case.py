"""What the case itself holds of people: the declared copy, the words, the papers, the helper."""

from typing import Any

from caseflow.applications.erasing.erasers import Eraser, Gone
from caseflow.applications.models import Application, Document, HelperSession, Statement

#: The account that filed stays, and so does its deed in the chain; the link to the person goes.
DECLARED: dict[str, Any] = {
    "applicant": None,
    "applicant_identity": "",
    "applicant_name": "",
    "applicant_birth_date": None,
    "applicant_phone": "",
    "applicant_email": "",
    "applicant_address": "",
    "applicant_search_key": "",
    "form": {},
    "declared_salt": "",
    # A digest of all that was sent, without a salt.
    "idempotency_key": None,
    "request_digest": "",
}
#: Kind, size and digest stay: they stand in the chain, and tell whether a paper was in the file.
PAPER: dict[str, Any] = {
    "name": "",
    "file": "",
    "data_source": "",
    "statement": "",
    "warnings": [],
    "check_note": "",
    "stored": None,
    "is_erased": True,
}
HELP = {"citizen": None, "phone": "", "identity_digest": "", "identity_masked": ""}


def erase(case: Application) -> Gone:
    gone = Gone()
    words, _rows = Statement.objects.filter(event__application=case).delete()
    gone.note("words", words)
    papers = Document.objects.filter(application=case, is_erased=False)
    gone.note_files("files", list(papers.values_list("file", flat=True)))
    gone.note("papers", papers.update(**PAPER))
    helped = HelperSession.objects.filter(application=case)
    gone.note("helper sessions", helped.update(**HELP))
    gone.note("declarations", Application.objects.filter(pk=case.pk).update(**DECLARED))
    return gone


def still_needs(case: Application) -> bool:
    """An error in the result is being dealt with, or papers are under way."""
    return (
        case.correction_due_at is not None
        or case.paper_hand_overs.filter(received_at=None).exists()
    )


ERASER = Eraser(erase, still_needs)
