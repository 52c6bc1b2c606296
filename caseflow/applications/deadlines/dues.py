"""Every due instant of a file with its explanation, printable in Vietnamese and English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from caseflow.applications.deadlines import terms
from caseflow.applications.deadlines.counting import (
    CalendarOf,
    Happening,
    Settlement,
    counted,
)
from caseflow.applications.deadlines.explaining import settlement_steps
from caseflow.applications.deadlines.policy import Policy, Rules
from caseflow.applications.states import FINISHED, Channel, State, Verb
from caseflow.centers.working_time import Step, Term, WorkingTime


class DueKind(TextChoices):
    ALERT = "alert", _("the clerk is alerted")
    RECEPTION = "reception", _("answer about reception")
    HAND_OVER = "hand_over", _("hand-over to the deciding unit")
    SUPPLEMENT_NOTICE = "supplement_notice", _("request for a supplement")
    SUPPLEMENT = "supplement", _("supplement by the citizen")
    EXTENSION_NOTICE = "extension_notice", _("notice of a new appointment")
    FIRST_APPOINTMENT = "first_appointment", _("first appointment: request for payment")
    SETTLEMENT = "settlement", _("settlement")
    CORRECTION = "correction", _("correction of the result")


#: With whoever decides, with the citizen again, or at its end.
HANDED_OVER = (State.IN_REVIEW, State.SUPPLEMENT_REQUESTED, *FINISHED)
LAW = {
    DueKind.ALERT: "Nghị định 118/2025/NĐ-CP, điều 17 khoản 2",
    DueKind.RECEPTION: "Nghị định 118/2025/NĐ-CP, điều 17 khoản 2 điểm c",
    DueKind.HAND_OVER: "Nghị định 118/2025/NĐ-CP, điều 18 khoản 2",
    DueKind.SUPPLEMENT_NOTICE: "Nghị định 118/2025/NĐ-CP, điều 19 khoản 5",
    DueKind.SUPPLEMENT: "Nghị định 118/2025/NĐ-CP, điều 19 khoản 5",
    DueKind.EXTENSION_NOTICE: "Nghị định 118/2025/NĐ-CP, điều 19 khoản 6",
    DueKind.FIRST_APPOINTMENT: "Nghị định 118/2025/NĐ-CP, điều 17 khoản 3",
    DueKind.SETTLEMENT: "Nghị định 118/2025/NĐ-CP, điều 17 khoản 3",
    DueKind.CORRECTION: "Nghị định 118/2025/NĐ-CP, điều 23 khoản 1",
}


#: The last moment for what need not happen: where it passes, nobody is late.
OPPORTUNITIES = (DueKind.SUPPLEMENT_NOTICE, DueKind.EXTENSION_NOTICE)


@dataclass(frozen=True)
class Due:
    """One clock: since when it runs, when it runs out, when it stopped, and day by day why."""

    kind: DueKind
    since: datetime
    due_at: datetime
    met_at: datetime | None
    steps: tuple[Step, ...] = ()
    is_provisional: bool = False

    @property
    def law(self) -> str:
        return LAW[self.kind]

    @property
    def is_duty(self) -> bool:
        return self.kind not in OPPORTUNITIES

    @property
    def is_late(self) -> bool:
        return self.met_at is not None and self.met_at > self.due_at


def dues(
    deeds: Sequence[Happening],
    rules: Rules,
    calendar_of: CalendarOf,
    *,
    under: Policy,
    at: datetime,
) -> list[Due]:
    """All clocks that ran or run in a file, in the order in which they began."""
    period = counted(deeds, rules, calendar_of)
    found = [*dues_of_deeds(deeds, calendar_of, under), *dues_of_period(period, under, at)]
    return sorted(found, key=lambda due: due.since)


def dues_of_deeds(
    deeds: Sequence[Happening], calendar_of: CalendarOf, under: Policy
) -> Iterator[Due]:
    """The clocks that a single deed starts and a later one stops."""
    calendar: WorkingTime | None = None
    accepted = False
    for place, deed in enumerate(deeds):
        if deed.calendar:
            calendar = calendar_of(deed.calendar)
        if deed.verb == Verb.FILE and deed.payload.get("channel") == Channel.ONLINE:
            # From the moment it is filed, it stands and counts in the queue of its centre's clerks.
            yield Due(DueKind.ALERT, deed.at, terms.alert(deed.at, under=under), deed.at)
        if calendar:
            for kind, term in clocks_of(deed, calendar, under, accepted=accepted):
                later = deeds[place + 1 :]
                met_at = end_of(kind, later)
                if kind in OPPORTUNITIES and met_at is None and is_finished(later):
                    continue
                yield Due(kind, deed.at, term.due_at, met_at, term.steps, term.is_provisional)
        accepted = accepted or deed.verb == Verb.RECEIVE


def clocks_of(
    deed: Happening, calendar: WorkingTime, under: Policy, *, accepted: bool
) -> Iterator[tuple[DueKind, Term]]:
    match deed.verb:
        case Verb.FILE | Verb.SUPPLY if not accepted:
            hours = deed.payload.get("reception_hours", under.reception_hours)
            yield DueKind.RECEPTION, terms.reception(calendar, deed.at, hours=hours)
        case Verb.RECEIVE:
            yield DueKind.HAND_OVER, terms.hand_over(calendar, deed.at, under=under)
            yield DueKind.SUPPLEMENT_NOTICE, terms.supplement_notice(calendar, deed.at, under=under)
        case Verb.SUPPLY if deed.to_state == State.RECEIVED:
            yield DueKind.HAND_OVER, terms.hand_over(calendar, deed.at, under=under)
        case Verb.REQUEST_SUPPLEMENT:
            yield DueKind.SUPPLEMENT, terms.supplement(calendar, deed.at, under=under)
        case Verb.CORRECT:
            yield DueKind.CORRECTION, terms.correction(calendar, deed.at, under=under)


def end_of(kind: DueKind, later: Sequence[Happening]) -> datetime | None:
    """When the deed came that this clock waits for."""
    return next((deed.at for deed in later if stops(kind, deed)), None)


def is_finished(deeds: Sequence[Happening]) -> bool:
    return any(deed.to_state in FINISHED for deed in deeds)


def stops(kind: DueKind, deed: Happening) -> bool:
    match kind:
        case DueKind.RECEPTION:
            return deed.from_state == State.FILED != deed.to_state
        case DueKind.HAND_OVER:
            return deed.to_state in HANDED_OVER
        case DueKind.SUPPLEMENT_NOTICE:
            return deed.verb == Verb.REQUEST_SUPPLEMENT
        case DueKind.SUPPLEMENT:
            return deed.from_state == State.SUPPLEMENT_REQUESTED != deed.to_state
        case DueKind.CORRECTION:
            return deed.verb in (Verb.REISSUE, Verb.CLOSE_CORRECTION)
        case _:
            return False


def dues_of_period(period: Settlement, under: Policy, at: datetime) -> Iterator[Due]:
    """The settlement with both its appointments, and the last moment for a new one."""
    if period.due_at is None or not period.chapters:
        return
    first, deeds = period.chapters[0], period.taken
    ended = next((deed.at for deed in deeds if deed.to_state in FINISHED), None)
    began = first.deed.at
    asked = next((deed.at for deed in deeds if deed.verb == Verb.REQUEST_PAYMENT), None)
    if period.rules.after_payment_days and asked:
        due_at = max(c.due_at for c in period.chapters if c.deed.at <= asked)
        yield Due(DueKind.FIRST_APPOINTMENT, began, due_at, asked)
    if not ended and all(deed.verb != Verb.EXTEND for deed in deeds):
        latest = terms.extension_notice(period.due_at, under=under)
        yield Due(DueKind.EXTENSION_NOTICE, began, latest, None)
    steps = tuple(settlement_steps(period, until=ended or at))
    provisional = any(c.term and c.term.is_provisional for c in period.chapters)
    yield Due(DueKind.SETTLEMENT, began, period.due_at, ended, steps, provisional)
