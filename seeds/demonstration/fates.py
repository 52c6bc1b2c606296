"""What becomes of an application, told deed by deed with the verbs of the case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.states import Defect, Delivery, Outcome
from caseflow.applications.stories import Story
from caseflow.centers.working_time import WorkingTime

ISSUING, PORTAL = Actor.system("issuing"), Actor.system("portal")
PAYMENTS = Actor.system("payments")
WORKING_DAY = 480
SHARE_OF_ELECTRONIC_RESULTS = 0.87
EXAMPLE_FEE = 50_000


class Staff(NamedTuple):
    """Who handles one case: the clerk of the centre, officer and leader of who decides."""

    clerk: Actor
    officer: Actor
    leader: Actor


@dataclass(slots=True)
class Tale:
    """A story being told, who acts in it, and the dice."""

    story: Story
    staff: Staff
    calendar: WorkingTime
    dice: Random

    @property
    def now(self) -> datetime:
        return self.story.case.last_event_at

    def after(self, least: int, most: int) -> datetime:
        """So many working minutes later, within office hours."""
        return self.calendar.after_minutes(self.now, self.dice.randint(least, most)).due_at

    def within_term(self) -> datetime:
        """Somewhere in the time that is left until the due date."""
        due = self.story.case.due_at
        if due is None:
            return self.after(60, 2 * WORKING_DAY)
        left = self.calendar.minutes_between(self.now, due)
        minutes = int(left * self.dice.uniform(0.15, 0.85))
        return self.calendar.after_minutes(self.now, max(1, minutes)).due_at

    def past_term(self) -> datetime:
        due = self.story.case.due_at or self.now
        late = self.dice.randint(WORKING_DAY // 4, 4 * WORKING_DAY)
        return self.calendar.after_minutes(max(self.now, due), late).due_at


Step = Callable[[Tale], object]


def receive(tale: Tale) -> None:
    lifecycle.receive(tale.story, actor=tale.staff.clerk, at=tale.after(2, 200))


def review(tale: Tale) -> None:
    officer = tale.staff.officer.user_id
    lifecycle.start_review(
        tale.story, actor=tale.staff.clerk, at=tale.after(1, 20), officer=officer
    )


def refuse(tale: Tale) -> None:
    reason = "Không thuộc thẩm quyền giải quyết của đơn vị."
    lifecycle.refuse(tale.story, actor=tale.staff.clerk, at=tale.after(5, 240), reason=reason)


def withdraw(tale: Tale) -> None:
    applicant = Actor(user_id=None, role="citizen")
    reason = "Người nộp đề nghị rút hồ sơ."
    lifecycle.withdraw(tale.story, actor=applicant, at=tale.after(5, WORKING_DAY), reason=reason)


def ask(tale: Tale) -> None:
    items = [{"paper": "other", "defect": tale.dice.choice(DEFECTS), "text": "Đề nghị bổ sung."}]
    lifecycle.request_supplement(
        tale.story, actor=tale.staff.clerk, at=tale.after(10, 240), items=items
    )


def supply(tale: Tale) -> None:
    days = tale.dice.randint(1, 10)
    at = tale.calendar.next_working_moment(tale.now + timedelta(days=days))
    lifecycle.supply(tale.story, actor=tale.staff.clerk, at=at)


def give_up(tale: Tale) -> None:
    """The law's fifteen days have passed without an answer."""
    at = tale.calendar.next_working_moment(tale.now + timedelta(days=tale.dice.randint(16, 20)))
    reason = "Quá thời hạn mà không bổ sung hồ sơ hoặc nộp phí, lệ phí."
    lifecycle.stop(tale.story, actor=tale.staff.clerk, at=at, reason=reason)


def charge(tale: Tale) -> None:
    fees = tale.story.case.procedure_version.fees.all()
    amount = next((fee.amount for fee in fees if fee.amount), EXAMPLE_FEE)
    lifecycle.request_payment(
        tale.story, actor=tale.staff.officer, at=tale.after(5, 60), amount=amount
    )


def pay_online(tale: Tale) -> None:
    at = tale.now + timedelta(minutes=tale.dice.randint(5, 3 * 24 * 60))
    lifecycle.pay(tale.story, actor=PAYMENTS, at=at, online=True)


def pay_cash(tale: Tale) -> None:
    lifecycle.pay(tale.story, actor=tale.staff.clerk, at=tale.after(30, 2 * WORKING_DAY))


def propose(tale: Tale) -> None:
    lifecycle.propose(
        tale.story,
        actor=tale.staff.officer,
        at=tale.after(5, 30),
        outcome=Outcome.APPROVED,
        text="Hồ sơ đủ điều kiện giải quyết.",
    )


def extend(tale: Tale) -> None:
    """Only where the law still lets a new date be announced."""
    due = tale.story.case.due_at
    at = tale.after(10, 120)
    if due is None or at > due - timedelta(days=1):
        return
    later = tale.calendar.after_days(due, tale.dice.randint(2, 5)).due_at
    reason = "Cần xác minh thêm."
    lifecycle.extend(tale.story, actor=tale.staff.leader, at=at, due_at=later, reason=reason)


def approve(tale: Tale) -> None:
    lifecycle.approve(tale.story, actor=tale.staff.leader, at=tale.within_term())


def approve_late(tale: Tale) -> None:
    lifecycle.approve(tale.story, actor=tale.staff.leader, at=tale.past_term())


def reject(tale: Tale) -> None:
    reason = "Không đủ điều kiện theo quy định."
    lifecycle.reject(tale.story, actor=tale.staff.leader, at=tale.within_term(), reason=reason)


def issue(tale: Tale) -> None:
    """A fact without a document: nothing was signed for an invented case, so no digest."""
    returns_document = tale.story.case.procedure_version.returns_document
    electronic = returns_document and tale.dice.random() < SHARE_OF_ELECTRONIC_RESULTS
    lifecycle.issue(
        tale.story,
        actor=ISSUING,
        at=tale.now + timedelta(seconds=tale.dice.randint(5, 90)),
        reference="",
        digest="",
        electronic=electronic,
    )


def hand_over(tale: Tale) -> None:
    if tale.story.case.electronic_result:
        at = tale.now + timedelta(minutes=tale.dice.randint(1, 600))
        lifecycle.return_result(tale.story, actor=PORTAL, at=at)
        return
    how = tale.dice.choice((Delivery.COUNTER, Delivery.COUNTER, Delivery.POST))
    at = tale.after(5, 3 * WORKING_DAY)
    lifecycle.return_result(tale.story, actor=tale.staff.clerk, at=at, how=how)


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


def tell(tale: Tale) -> Story:
    (fate,) = tale.dice.choices(list(FATES), list(FATES.values()))
    for step in fate:
        step(tale)
    return tale.story
