"""What the case itself holds of people: the declared copy, the words, the papers, the helper."""

from datetime import datetime
from typing import Any

from caseflow.applications.erasing.erasers import Cases, Eraser, Gone
from caseflow.applications.models import (
    Application,
    Document,
    HelperSession,
    PaperHandOver,
    Statement,
)

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


def erase(cases: Cases) -> Gone:
    gone = Gone()
    words = Statement.objects.filter(event__application__in=cases)
    gone.note("words", words.values_list("event__application", flat=True))
    words.delete()
    papers = Document.objects.filter(application__in=cases, is_erased=False)
    gone.note("papers", papers.values_list("application", flat=True))
    gone.note_files("files", papers.values_list("application", "file"))
    papers.update(**PAPER)
    helped = HelperSession.objects.filter(application__in=cases)
    gone.note("helper sessions", helped.values_list("application", flat=True))
    helped.update(**HELP)
    gone.note("declarations", [case.pk for case in cases])
    return gone


def close(cases: Cases, *, at: datetime) -> None:
    """The declared copy goes last: from then on the database refuses to fill the file again."""
    rows = Application.objects.filter(pk__in=[case.pk for case in cases])
    rows.update(**DECLARED, erased_at=at)


def unsettled(cases: Cases) -> set[int]:
    """An error in the result is being dealt with, or papers are under way."""
    under_way = PaperHandOver.objects.filter(application__in=cases, received_at=None)
    in_correction = {case.pk for case in cases if case.correction_due_at}
    return in_correction | set(under_way.values_list("application", flat=True))


ERASER = Eraser(erase, unsettled)
