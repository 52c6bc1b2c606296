"""What becomes of an application, told deed by deed with the verbs of the case."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from caseflow.applications import deadlines, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.states import Defect, Delivery, Ground, Outcome, State
from caseflow.applications.stories import Subject
from caseflow.centers.working_time import WorkingTime
from caseflow.issuing.handing_over import PORTAL
from caseflow.issuing.results import ISSUING
from seeds.demonstration.staffing import Staff

PAYMENTS = Actor.system("payments")
WORKING_DAY = 480
SHARE_OF_ELECTRONIC_RESULTS = 0.87
EXAMPLE_FEE = 50_000


class NotYet(Exception):
    """The next deed lies beyond the time that is told of."""


@dataclass(slots=True)
class Tale:
    """A case on its way, told or lived, who acts in it, and the dice."""

    subject: Subject
    case: Application
    applicant: Actor
    staff: Staff
    calendar: WorkingTime
    dice: Random
    #: Nothing is told of what comes later.
    until: datetime
    #: What would come later is done by then instead of being left undone.
    hurried: bool = False

    def follow(self, steps: Iterable["Step"]) -> None:
        with suppress(NotYet):
            for step in steps:
                self.case = step(self)

    @property
    def now(self) -> datetime:
        return self.case.last_event_at

    def after(self, least: int, most: int) -> datetime:
        """So many working minutes later, within office hours."""
        return self.working_minutes(self.now, self.dice.randint(least, most))

    def within_term(self) -> datetime:
        """Somewhere in the time that is left until the due date."""
        due = self.case.due_at
        if due is None:
            return self.after(60, 2 * WORKING_DAY)
        left = self.calendar.minutes_between(self.now, due)
        return self.working_minutes(self.now, max(1, int(left * self.dice.uniform(0.15, 0.85))))

    def past_term(self) -> datetime:
        overdue_from = max(self.now, self.case.due_at or self.now)
        return self.working_minutes(overdue_from, self.dice.randint(120, 4 * WORKING_DAY))

    def in_time(self, at: datetime) -> datetime:
        if at > self.until and not self.hurried:
            raise NotYet
        return min(at, self.until)

    def working_minutes(self, start: datetime, minutes: int) -> datetime:
        return self.in_time(self.calendar.after_minutes(start, minutes).due_at)

    def days_later(self, least: int, most: int) -> datetime:
        day = self.now + timedelta(days=self.dice.randint(least, most))
        return self.in_time(self.calendar.next_working_moment(day))

    def at_any_hour(self, *, most: timedelta) -> datetime:
        seconds = self.dice.randint(5, int(most.total_seconds()))
        return self.in_time(self.now + timedelta(seconds=seconds))


#: One deed; answers with the case as it then stands.
Step = Callable[[Tale], Application]


def receive(tale: Tale) -> Application:
    return lifecycle.receive(tale.subject, actor=tale.staff.clerk, at=tale.after(2, 200))


def review(tale: Tale) -> Application:
    officer = tale.staff.officer.user_id
    return lifecycle.start_review(
        tale.subject, actor=tale.staff.clerk, at=tale.after(1, 20), officer=officer
    )


def refuse(tale: Tale) -> Application:
    reason = "Không thuộc thẩm quyền giải quyết của đơn vị."
    return lifecycle.refuse(
        tale.subject, actor=tale.staff.clerk, at=tale.after(5, 240), reason=reason
    )


def withdraw(tale: Tale) -> Application:
    reason = "Người nộp đề nghị rút hồ sơ."
    return lifecycle.withdraw(
        tale.subject, actor=tale.applicant, at=tale.after(5, WORKING_DAY), reason=reason
    )


def ask(tale: Tale) -> Application:
    items = [{"paper": "other", "defect": tale.dice.choice(DEFECTS), "text": "Đề nghị bổ sung."}]
    return lifecycle.request_supplement(
        tale.subject, actor=tale.staff.clerk, at=tale.after(10, 240), items=items
    )


def supply(tale: Tale) -> Application:
    return lifecycle.supply(tale.subject, actor=tale.staff.clerk, at=tale.days_later(1, 10))


def give_up(tale: Tale) -> Application:
    """Nobody answered; for want of a supplement only once the law's days are over."""
    at = tale.days_later(16, 20)
    if tale.case.state != State.SUPPLEMENT_REQUESTED:
        reason = "Quá thời hạn mà không nộp phí, lệ phí."
        return lifecycle.stop(tale.subject, actor=tale.staff.clerk, at=at, reason=reason)
    term = deadlines.supplement(tale.calendar, tale.now, under=deadlines.policy())
    at = max(at, tale.calendar.next_working_moment(term.due_at + timedelta(days=1)))
    if at > tale.until:
        return tale.case
    return lifecycle.stop(
        tale.subject,
        actor=tale.staff.clerk,
        at=at,
        reason="Quá thời hạn mà không bổ sung hồ sơ.",
        ground=Ground.NO_SUPPLEMENT,
    )


def charge(tale: Tale) -> Application:
    fees = tale.case.procedure_version.fees.all()
    amount = next((fee.amount for fee in fees if fee.amount), EXAMPLE_FEE)
    return lifecycle.request_payment(
        tale.subject, actor=tale.staff.officer, at=tale.after(5, 60), amount=amount
    )


def pay_online(tale: Tale) -> Application:
    at = tale.at_any_hour(most=timedelta(days=3))
    return lifecycle.pay(tale.subject, actor=PAYMENTS, at=at, online=True)


def pay_cash(tale: Tale) -> Application:
    return lifecycle.pay(tale.subject, actor=tale.staff.clerk, at=tale.after(30, 2 * WORKING_DAY))


def propose(tale: Tale) -> Application:
    return lifecycle.propose(
        tale.subject,
        actor=tale.staff.officer,
        at=tale.after(5, 30),
        outcome=Outcome.APPROVED,
        text="Hồ sơ đủ điều kiện giải quyết.",
    )


def extend(tale: Tale) -> Application:
    """Only where the law still lets a new date be announced."""
    due = tale.case.due_at
    at = tale.after(10, 120)
    if due is None or at > due - timedelta(days=1):
        return tale.case
    later = tale.calendar.after_days(due, tale.dice.randint(2, 5)).due_at
    reason = "Cần xác minh thêm."
    return lifecycle.extend(
        tale.subject, actor=tale.staff.leader, at=at, due_at=later, reason=reason
    )


def approve(tale: Tale) -> Application:
    return lifecycle.approve(tale.subject, actor=tale.staff.leader, at=tale.within_term())


def approve_late(tale: Tale) -> Application:
    return lifecycle.approve(tale.subject, actor=tale.staff.leader, at=tale.past_term())


def reject(tale: Tale) -> Application:
    reason = "Không đủ điều kiện theo quy định."
    return lifecycle.reject(
        tale.subject, actor=tale.staff.leader, at=tale.within_term(), reason=reason
    )


def issue(tale: Tale) -> Application:
    """A fact without a document: nothing was signed for an invented case, so no digest."""
    returns_document = tale.case.procedure_version.returns_document
    electronic = returns_document and tale.dice.random() < SHARE_OF_ELECTRONIC_RESULTS
    return lifecycle.issue(
        tale.subject,
        actor=ISSUING,
        at=tale.at_any_hour(most=timedelta(seconds=90)),
        reference="",
        digest="",
        electronic=electronic,
    )


def hand_over(tale: Tale) -> Application:
    if tale.case.electronic_result:
        at = tale.at_any_hour(most=timedelta(hours=10))
        return lifecycle.return_result(tale.subject, actor=PORTAL, at=at)
    how = tale.dice.choice((Delivery.COUNTER, Delivery.COUNTER, Delivery.POST))
    at = tale.after(5, 3 * WORKING_DAY)
    return lifecycle.return_result(tale.subject, actor=tale.staff.clerk, at=at, how=how)


DEFECTS = [defect.value for defect in Defect]
BEGINNING, ENDING = (receive, review), (issue, hand_over)
#: Out of ten thousand applications, so many go this way. The shares are our assumption.
FATES: dict[tuple[Step, ...], int] = {
    (*BEGINNING, approve, *ENDING): 5900,
    (*BEGINNING, propose, approve, *ENDING): 1700,
    (*BEGINNING, approve_late, *ENDING): 380,
    (*BEGINNING, charge, pay_online, approve, *ENDING): 600,
    (*BEGINNING, charge, pay_cash, approve, *ENDING): 180,
    (*BEGINNING, ask, supply, approve, *ENDING): 340,
    (ask, supply, *BEGINNING, approve, *ENDING): 220,
    (*BEGINNING, extend, approve, *ENDING): 80,
    (*BEGINNING, reject, *ENDING): 130,
    (*BEGINNING, ask, give_up): 60,
    (*BEGINNING, charge, give_up): 30,
    (refuse,): 110,
    (receive, withdraw): 60,
    (withdraw,): 40,
    # Those nobody has finished since.
    (*BEGINNING, approve, issue): 90,
    BEGINNING: 40,
    (*BEGINNING, approve): 25,
    (*BEGINNING, ask): 10,
    (*BEGINNING, charge): 5,
}


def told(tale: Tale) -> None:
    (fate,) = tale.dice.choices(list(FATES), list(FATES.values()))
    tale.follow(fate)
