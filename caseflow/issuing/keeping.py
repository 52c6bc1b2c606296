"""Results into the document store of whom they are for, so that the next filing can reuse them."""

from datetime import datetime

from django.utils import timezone

from caseflow.applications.models import Application, Event
from caseflow.applications.states import Outcome
from caseflow.applications.stored import owner_of_store
from caseflow.issuing import contents
from caseflow.issuing.models import Result
from citizens import store


def keep(event: Event, *, at: datetime) -> None:
    """Once per result. Nothing is kept of a refusal, nor for whom no record proves.

    A corrected result takes the place of the one before it in every store that holds that one.
    """
    case, told = event.application, event.payload
    result = Result.objects.filter(reference=told["reference"], electronic=True).first()
    owner = owner_of_store(case)
    if result and owner and result.outcome == Outcome.APPROVED:
        with result.file.open("rb") as content:
            store.keep(paper_of(result, case), content, owner=owner, at=at)
    if replaced := told.get("replaces"):
        store.withdraw(replaced, replaced_by=told["reference"], at=event.at)


def paper_of(result: Result, case: Application) -> store.Paper:
    kind = contents.result_type_of(case)
    return store.Paper(
        reference=result.reference,
        result_type=kind.code if kind else "",
        title=(kind.name if kind else case.procedure.name)[:300],
        issuer=case.deciding_agency.name,
        origin_number=case.number,
        valid_from=timezone.localdate(result.made_at, timezone.get_default_timezone()),
        valid_to=None,
        name=f"{result.number}.pdf".replace("/", "-"),
        content_type="application/pdf",
        sha256=result.digest,
    )
