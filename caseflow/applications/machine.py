"""The machine of a case: its state, the facts each verb sets, and which verbs are possible.

A transition changes its own row and nothing else; `lifecycle` locks, saves and writes the event.
Sources and targets stand here once and nowhere else (contract, "Verbs").
"""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, ConcurrentTransitionMixin, FSMField, transition

from caseflow.applications.conditions import (
    answer_awaited,
    assigned,
    correction_open,
    decided_elsewhere,
    filed_by_another,
    no_correction_open,
    not_extended_before,
    not_rated_before,
    supplement_not_requested_before,
)
from caseflow.applications.states import (
    AT_WORK,
    BEFORE_DECISION,
    FINISHED,
    OPEN,
    SUPPLEMENTABLE,
    WAITING,
    WITH_RESULT,
    Clock,
    Outcome,
    Punctuality,
    State,
    clock_of,
)


class CaseMachine(ConcurrentTransitionMixin, models.Model):
    """State and facts; every column here is set by a verb and follows from the events."""

    state = FSMField(
        _("state"), max_length=24, default=State.DRAFT, choices=State.choices, protected=True
    )
    filed_at = models.DateTimeField(_("filed at"))
    reception_due_at = models.DateTimeField(_("reception due at"), null=True)
    received_at = models.DateTimeField(_("received at"), null=True)
    due_original_at = models.DateTimeField(_("first due date"), null=True)
    due_at = models.DateTimeField(_("due at"), null=True)
    extended_at = models.DateTimeField(_("date moved at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    issued_at = models.DateTimeField(_("issued at"), null=True)
    finished_at = models.DateTimeField(_("end of handling"), null=True)
    returned_at = models.DateTimeField(_("returned at"), null=True)
    electronic_result = models.BooleanField(_("electronic result"), null=True)
    result_reference = models.CharField(_("result reference"), max_length=100, blank=True)
    result_digest = models.CharField(_("result digest"), max_length=64, blank=True)
    supplement_requests = models.PositiveSmallIntegerField(_("supplement requests"), default=0)
    supplement_from = models.CharField(max_length=24, blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True)
    paid_online = models.BooleanField(_("paid online"), null=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    consultations_open = models.PositiveSmallIntegerField(
        _("answers of other agencies awaited"), default=0
    )
    correction_due_at = models.DateTimeField(_("correction due at"), null=True)

    # Where the chain of events ends; kept here because a verb has locked this row anyway.
    last_sequence = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="")
    last_event_at = models.DateTimeField()
    agency_seconds = models.BigIntegerField(default=0)
    citizen_seconds = models.BigIntegerField(default=0)
    other_agency_seconds = models.BigIntegerField(default=0)
    payment_seconds = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    @transition(field=state, source=State.DRAFT, target=State.FILED)
    def file(self, *, reception_due_at: datetime) -> None:
        self.reception_due_at = reception_due_at

    @transition(field=state, source=State.FILED, target=State.RECEIVED)
    def receive(self, *, at: datetime, due_at: datetime | None) -> None:
        self.received_at = at
        self.due_at = self.due_original_at = due_at

    @transition(field=state, source=State.FILED, target=State.REFUSED)
    def refuse(self, *, at: datetime) -> None:
        self.finished_at = at

    @transition(
        field=state,
        source=SUPPLEMENTABLE,
        target=State.SUPPLEMENT_REQUESTED,
        conditions=[supplement_not_requested_before],
    )
    def request_supplement(self) -> None:
        self.supplement_from = self.state
        self.supplement_requests += 1

    @transition(
        field=state,
        source=State.SUPPLEMENT_REQUESTED,
        target=RETURN_VALUE(*SUPPLEMENTABLE),
    )
    def supply(self, *, due_at: datetime | None, reception_due_at: datetime | None = None) -> str:
        """After acceptance the period is counted again from the start (Decree 118 art 19(5))."""
        if self.received_at:
            self.due_at = due_at
        elif reception_due_at:
            self.reception_due_at = reception_due_at
        return self.supplement_from

    @transition(field=state, source=State.RECEIVED, target=State.IN_REVIEW)
    def start_review(self) -> None:
        pass

    @transition(field=state, source=State.IN_REVIEW)
    def propose(self) -> None:
        pass

    @transition(field=state, source=State.IN_REVIEW)
    def consult(self) -> None:
        self.consultations_open += 1

    @transition(
        field=state,
        source=[State.IN_REVIEW, *WAITING, State.DECIDED],
        conditions=[answer_awaited],
    )
    def answer_consultation(self) -> None:
        self.consultations_open -= 1

    @transition(field=state, source=State.IN_REVIEW, target=State.PAYMENT_DUE)
    def request_payment(self) -> None:
        pass

    @transition(field=state, source=State.PAYMENT_DUE, target=State.IN_REVIEW)
    def pay(self, *, at: datetime, online: bool, due_at: datetime | None = None) -> None:
        self.paid_at, self.paid_online = at, online
        if due_at:
            self.due_at = due_at

    @transition(
        field=state,
        source=[State.RECEIVED, State.IN_REVIEW],
        conditions=[not_extended_before],
    )
    def extend(self, *, at: datetime, due_at: datetime) -> None:
        self.extended_at, self.due_at = at, due_at

    @transition(field=state, source=[State.RECEIVED, State.IN_REVIEW])
    def agree_extension(self, *, due_at: datetime) -> None:
        """Agreed with the applicant, so the first date moves too and nothing is late by it."""
        self.due_at = self.due_original_at = due_at

    @transition(field=state, source=State.IN_REVIEW, target=State.DECIDED)
    def approve(self, *, at: datetime) -> None:
        self.outcome, self.decided_at = Outcome.APPROVED, at

    @transition(field=state, source=State.IN_REVIEW, target=State.DECIDED)
    def reject(self, *, at: datetime) -> None:
        self.outcome, self.decided_at = Outcome.REJECTED, at

    @transition(field=state, source=State.DECIDED, target=State.IN_REVIEW)
    def revoke_decision(self) -> None:
        self.outcome, self.decided_at = "", None

    @transition(field=state, source=State.DECIDED, target=State.ISSUED)
    def issue(self, *, at: datetime, reference: str, digest: str, electronic: bool) -> None:
        self.issued_at = self.finished_at = at
        self.result_reference, self.result_digest = reference, digest
        self.electronic_result = electronic

    @transition(field=state, source=State.ISSUED, target=State.RETURNED)
    def return_result(self, *, at: datetime) -> None:
        self.returned_at = at

    @transition(field=state, source=BEFORE_DECISION, target=State.WITHDRAWN)
    def withdraw(self, *, at: datetime) -> None:
        self.finished_at = at

    @transition(field=state, source=[*WAITING, State.IN_REVIEW], target=State.STOPPED)
    def stop(self, *, at: datetime) -> None:
        self.finished_at = at

    @transition(field=state, source=OPEN)
    def reschedule(
        self, *, due_at: datetime | None = None, reception_due_at: datetime | None = None
    ) -> None:
        """A calendar changed; what was promised first stays in `due_original_at`."""
        self.due_at = due_at or self.due_at
        self.reception_due_at = reception_due_at or self.reception_due_at

    @transition(field=state, source=[State.FILED, State.RECEIVED, State.IN_REVIEW])
    def transfer(self) -> None:
        pass

    @transition(field=state, source=OPEN)
    def assign(self) -> None:
        pass

    @transition(field=state, source=OPEN, conditions=[assigned])
    def release(self) -> None:
        pass

    @transition(field=state, source=[*OPEN, *FINISHED], conditions=[filed_by_another])
    def object(self) -> None:
        pass

    @transition(field=state, source=[*AT_WORK, *WAITING, *FINISHED], conditions=[decided_elsewhere])
    def send_paper(self) -> None:
        pass

    @transition(field=state, source=[*AT_WORK, *WAITING, *FINISHED], conditions=[decided_elsewhere])
    def receive_paper(self) -> None:
        pass

    @transition(field=state, source=[*OPEN, *FINISHED])
    def note(self) -> None:
        pass

    @transition(field=state, source=[State.FILED, *AT_WORK[:2], *WAITING])
    def attach(self) -> None:
        pass

    @transition(field=state, source=FINISHED, conditions=[not_rated_before])
    def rate(self, *, rating: int) -> None:
        self.rating = rating

    @transition(field=state, source=WITH_RESULT, conditions=[no_correction_open])
    def correct(self, *, correction_due_at: datetime | None) -> None:
        """None only in files of before corrections had a term."""
        self.correction_due_at = correction_due_at

    @transition(field=state, source=WITH_RESULT, conditions=[correction_open])
    def close_correction(self) -> None:
        self.correction_due_at = None

    @transition(field=state, source=WITH_RESULT, conditions=[correction_open])
    def amend(self) -> None:
        pass

    @transition(field=state, source=WITH_RESULT, conditions=[correction_open])
    def revoke_amendment(self) -> None:
        pass

    @transition(field=state, source=WITH_RESULT, conditions=[correction_open])
    def reissue(self, *, reference: str, digest: str, electronic: bool) -> None:
        """The record of handling stays as it was: only which document is the result changes."""
        self.result_reference, self.result_digest = reference, digest
        self.electronic_result = electronic
        self.correction_due_at = None

    @transition(field=state, source=State.RETURNED)
    def deliver(self) -> None:
        pass

    @transition(field=state, source=[*AT_WORK, *WAITING, *FINISHED])
    def certify_copy(self) -> None:
        pass

    @transition(
        field=state,
        source=[State.DRAFT, State.IN_REVIEW, State.RETURNED],
        target=RETURN_VALUE(State.IN_REVIEW, State.RETURNED),
    )
    def imported(
        self, *, due_at: datetime | None = None, finished_at: datetime | None = None
    ) -> str:
        """Facts of another system, which says how long a case took and not who was waited for."""
        if due_at:
            self.due_at = self.due_original_at = due_at
        if finished_at:
            self.finished_at = finished_at
            self.agency_seconds += max(self.untold_seconds(finished_at), 0)
        return State.RETURNED if self.finished_at else State.IN_REVIEW

    def advance_clock(self, at: datetime) -> None:
        """Gives the time since the last event to whoever was waited for.

        The four parts always add up to the whole seconds since filing.
        """
        clock = clock_of(self.state, consultations_open=self.consultations_open)
        if clock:
            column = SECONDS_OF_CLOCK[clock]
            setattr(self, column, getattr(self, column) + self.untold_seconds(at))
        self.last_event_at = at

    def untold_seconds(self, at: datetime) -> int:
        """Whole seconds from filing until then that no clock has been given yet."""
        told: int = sum(getattr(self, part) for part in SECONDS_OF_CLOCK.values())
        return (at - self.filed_at) // timedelta(seconds=1) - told

    def punctuality(self, now: datetime) -> Punctuality | None:
        """By date, as the portal compares (domain reference §2.5); None without a due date."""
        if self.due_at is None:
            return None
        office_time = timezone.get_default_timezone()
        ended = timezone.localdate(self.finished_at or now, office_time)
        due = timezone.localdate(self.due_at, office_time)
        if ended > due:
            return Punctuality.LATE
        return Punctuality.ON_TIME if ended == due else Punctuality.EARLY


SECONDS_OF_CLOCK = {
    Clock.AGENCY: "agency_seconds",
    Clock.CITIZEN: "citizen_seconds",
    Clock.OTHER_AGENCY: "other_agency_seconds",
    Clock.PAYMENT: "payment_seconds",
}
