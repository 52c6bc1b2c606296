"""What a case has to hand over, and the return that happens by fetching it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.refusals import DeedRefused
from caseflow.applications.states import Assistance, Outcome, State
from caseflow.issuing.models import CertifiedCopy, Result, Slip
from caseflow.issuing.slips import being_made, number_of
from caseflow.issuing.states import INTERNAL_FORMS, REFUSAL, Form
from procedures.states import ResultKind

PORTAL = Actor.system("portal")
RESULT, COPY = "result", "copy"
#: Their titles say little; the outcome says more.
UNNAMED = (ResultKind.DECISION, REFUSAL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what an office handed out; `paper` is None where only the fact is recorded."""

    kind: str
    name: str
    form: str = ""
    outcome: str = ""
    electronic: bool = False
    made_at: datetime | None = None
    paper: Slip | Result | CertifiedCopy | None = None
    #: Of a slip or copy that was called for and is still being made.
    awaited: Event | None = None
    #: Since then another result counts, of this number.
    withdrawn_at: datetime | None = None
    replaced_by: str = ""
    paper_code: str = ""

    @property
    def ready(self) -> bool:
        return self.awaited is None

    @property
    def event(self) -> Event | None:
        return self.paper.event if self.paper else self.awaited

    @property
    def id(self) -> str | None:
        """Unique within the case: a deed calls for one paper of a kind."""
        return f"{self.form or self.kind}-{self.event.sequence}" if self.event else None

    @property
    def number(self) -> str:
        if self.awaited and self.form:
            return number_of(self.awaited, Form(self.form))
        return self.paper.number if self.paper else ""

    @property
    def digest(self) -> str:
        return self.paper.digest if self.paper else ""

    @property
    def size(self) -> int | None:
        return self.paper.size if self.paper else None

    @property
    def signed_at(self) -> datetime | None:
        if not isinstance(self.paper, Result | CertifiedCopy):
            return None
        signature = self.paper.signature
        return signature.signed_at if signature else None


def entries(case: Application, *, inside: bool) -> list[Entry]:
    """Newest first, so that the result stands before its copies and the slips that led to it.

    What passed only `inside` the office is for its staff.
    """
    results = [entry_of_result(result) for result in results_of(case)]
    copies = [entry_of_copy(copy) for copy in copies_of(case)]
    slips = [entry_of_slip(slip) for slip in slips_of(case)]
    return [*(results or recorded(case)), *copies, *for_reader(slips, inside=inside)]


def slip_entries(case: Application, *, inside: bool) -> list[Entry]:
    """Newest deed first, ready or still being made."""
    kept = list(slips_of(case))
    awaited = [entry_of_awaited(event, form) for event, form in being_made(case, kept)]
    slips = sorted([*awaited, *map(entry_of_slip, kept)], key=place, reverse=True)
    return for_reader(slips, inside=inside)


def place(slip: Entry) -> tuple[int, str]:
    return slip.event.sequence if slip.event else 0, slip.form


def for_reader(slips: list[Entry], *, inside: bool) -> list[Entry]:
    return [slip for slip in slips if inside or slip.form not in INTERNAL_FORMS]


def results_of(case: Application) -> Iterator[Result]:
    results = Result.objects.filter(application=case)
    results = results.select_related("event", "signature", "withdrawal__replaced_by")
    return results.order_by("-made_at", "-pk").iterator()


def copies_of(case: Application) -> Iterator[CertifiedCopy]:
    copies = CertifiedCopy.objects.filter(application=case).select_related("event", "signature")
    return copies.order_by("-made_at", "-pk").iterator()


def slips_of(case: Application) -> Iterator[Slip]:
    slips = Slip.objects.filter(application=case).select_related("event")
    return slips.order_by("-made_at", "-pk").iterator()


def entry_of_result(result: Result) -> Entry:
    withdrawal = getattr(result, "withdrawal", None)
    return Entry(
        kind=RESULT,
        name=result_name(result),
        outcome=result.outcome,
        electronic=result.electronic,
        made_at=result.made_at,
        paper=result,
        withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
        replaced_by=withdrawal.replaced_by.number if withdrawal else "",
        paper_code=result.paper_code,
    )


def result_name(result: Result) -> str:
    """As its own title says, which goes with the sheet when a person's data is erased."""
    sheet = {} if result.template in UNNAMED else result.sheet or {}
    own = sheet.get("title_en" if get_language() == "en" else "title")
    return own or sheet.get("title") or decision_name(result.outcome)


def entry_of_copy(copy: CertifiedCopy) -> Entry:
    return Entry(
        kind=COPY,
        name=_("certified electronic copy"),
        electronic=True,
        made_at=copy.made_at,
        paper=copy,
        awaited=None if copy.signature_id else copy.event,
    )


def entry_of_slip(slip: Slip) -> Entry:
    return Entry(
        kind="slip",
        name=slip.get_form_display(),
        form=slip.form,
        electronic=True,
        made_at=slip.made_at,
        paper=slip,
    )


def entry_of_awaited(event: Event, form: Form) -> Entry:
    return Entry(kind="slip", name=str(form.label), form=form, electronic=True, awaited=event)


def recorded(case: Application) -> Iterator[Entry]:
    """An imported or synthetic case tells that a result was issued, and has no document of it."""
    if case.issued_at:
        yield Entry(
            kind=RESULT,
            name=decision_name(case.outcome),
            outcome=case.outcome,
            electronic=bool(case.electronic_result),
            made_at=case.issued_at,
        )


def decision_name(outcome: str) -> str:
    return _("decision of refusal") if outcome == Outcome.REJECTED else _("decision of approval")


def is_for(actor: Actor, case: Application) -> bool:
    """The applicant, or who was entitled to file for them; a helper's reading returns nothing."""
    if actor.citizen_id is None:
        return False
    entitled = case.submitted_by_id == actor.user_id and case.assistance == Assistance.SELF
    return entitled or case.applicant_id == actor.citizen_id


def is_returning(entry: Entry, case: Application, actor: Actor) -> bool:
    """Whether the applicant's fetching of this paper is the return of the result."""
    electronic = entry.kind == RESULT and entry.electronic
    is_waiting = entry.digest == case.result_digest and (
        case.state == State.ISSUED or is_corrected(entry)
    )
    return electronic and is_waiting and is_for(actor, case)


def is_corrected(entry: Entry) -> bool:
    return isinstance(entry.paper, Result) and hasattr(entry.paper, "replaces")


def return_by_fetching(case: Application, *, at: datetime) -> None:
    """Once; whoever fetches again or at the same time changes nothing."""
    verb = lifecycle.return_result if case.state == State.ISSUED else lifecycle.deliver
    try:
        verb(case.pk, actor=PORTAL, at=at)
    except DeedRefused:
        # Returned meanwhile, by this person's other click or at the counter.
        return
