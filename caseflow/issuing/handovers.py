"""Who gave the file to whom, when, and whether in time: form 06, drawn from the events alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Sum

from caseflow.applications import deadlines
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Delivery, Outcome, State, Verb
from caseflow.centers.calendars import working_time_of_version
from caseflow.centers.models import Agency
from caseflow.centers.working_time import WorkingTime
from caseflow.issuing.sources import instant_in, moment, office_time
from procedures.models import Step
from procedures.states import StepRole

APPLICANT = "Người nộp hồ sơ"
EARLY, ON_TIME, LATE = "Trước hạn", "Đúng hạn", "Quá hạn"
STATES = {
    State.FILED: "chờ tiếp nhận",
    State.RECEIVED: "đã tiếp nhận, chưa chuyển xử lý",
    State.REFUSED: "từ chối tiếp nhận",
    State.IN_REVIEW: "đang xử lý",
    State.SUPPLEMENT_REQUESTED: "chờ bổ sung hồ sơ",
    State.PAYMENT_DUE: "chờ thực hiện nghĩa vụ tài chính",
    State.WITHDRAWN: "người nộp hồ sơ đã rút hồ sơ",
    State.STOPPED: "đã dừng giải quyết",
    State.DECIDED: "đã có quyết định, chờ ký phát hành",
    State.ISSUED: "đã có kết quả, chờ trả",
    State.RETURNED: "đã trả kết quả",
}
DELIVERIES = {
    Delivery.ELECTRONIC: "trả kết quả điện tử",
    Delivery.COUNTER: "trả kết quả tại quầy",
    Delivery.POST: "trả kết quả qua bưu chính",
}
OUTCOMES = {Outcome.APPROVED: "đề xuất chấp thuận", Outcome.REJECTED: "đề xuất từ chối"}


@dataclass(frozen=True, slots=True)
class HandOver:
    event: Event
    giver: str
    receiver: str
    note: str = ""
    #: When it had to be done by, where that is known.
    term: datetime | None = None
    #: Appointments are kept by the day, the clocks of the office by the minute (§2.5).
    by_day: bool = False

    @property
    def result(self) -> str:
        if self.term is None:
            return ""
        day, last_day = office_time(self.event.at).date(), office_time(self.term).date()
        if self.event.at > self.term if not self.by_day else day > last_day:
            return LATE
        return EARLY if day < last_day else ON_TIME

    def printed(self) -> dict[str, Any]:
        actor = self.event.actor
        return {
            "giver": self.giver,
            "receiver": self.receiver,
            "at": moment(self.event.at),
            "by": actor.get_full_name() or actor.username if actor else "Hệ thống",
            "term": moment(self.term),
            "result": self.result,
            "note": self.note,
        }


@dataclass
class Way:
    """A file on its way between the offices, told event by event."""

    case: Application
    agencies: Mapping[str, str]
    #: Minutes of working time that the procedure gives each role; empty where it says nothing.
    minutes: Mapping[str, int]
    deciding: str = ""
    #: Who has it now, and since when.
    holder: str = APPLICANT
    since: datetime | None = None
    due_at: datetime | None = None
    reception_due_at: datetime | None = None
    calendar: WorkingTime | None = None
    consulted: list[str] = field(default_factory=list)
    done: list[HandOver] = field(default_factory=list)

    @property
    def center(self) -> str:
        return self.case.receiving_center.name

    def take(self, event: Event) -> None:
        told = event.payload
        if told.get("calendar"):
            self.calendar = working_time_of_version(told["calendar"])
        self.deciding = self.agencies.get(told.get("deciding_agency", ""), self.deciding)
        self.reception_due_at = instant_in(event, "reception_due_at") or self.reception_due_at
        hand = HANDS.get(Verb(event.verb))
        if hand:
            hand(self, event)
        self.due_at = instant_in(event, "due_at") or self.due_at

    def give(
        self,
        event: Event,
        receiver: str,
        note: str = "",
        *,
        term: datetime | None = None,
        by_day: bool = False,
    ) -> None:
        self.done.append(HandOver(event, self.holder, receiver, note, term, by_day))
        self.holder, self.since = receiver, event.at

    def after_step(self, role: StepRole) -> datetime | None:
        """When the role's steps end, counted from when the file came to who has it now."""
        if self.calendar is None or self.since is None or not self.minutes.get(role):
            return None
        return self.calendar.after_minutes(self.since, self.minutes[role]).due_at

    def to_center(self, event: Event) -> None:
        self.give(event, self.center, "tiếp nhận hồ sơ", term=self.reception_due_at)

    def to_deciding(self, event: Event) -> None:
        term = self.after_step(StepRole.CLERK)
        if term is None and self.calendar and self.since:
            rule = deadlines.hand_over(self.calendar, self.since, under=deadlines.policy())
            term = rule.due_at
        self.give(event, self.deciding, "chuyển giải quyết", term=term)

    def to_applicant_for_supplement(self, event: Event) -> None:
        self.give(event, APPLICANT, "yêu cầu bổ sung hồ sơ")

    def back_with_supplement(self, event: Event) -> None:
        receiver = self.deciding if event.to_state == State.IN_REVIEW else self.center
        term = None
        if self.calendar and self.since:
            policy = deadlines.policy()
            term = deadlines.supplement(self.calendar, self.since, under=policy).due_at
        self.give(event, receiver, "đã bổ sung hồ sơ", term=term, by_day=True)

    def to_applicant_for_payment(self, event: Event) -> None:
        self.give(event, APPLICANT, "yêu cầu thực hiện nghĩa vụ tài chính")

    def back_with_payment(self, event: Event) -> None:
        self.give(event, self.deciding, "đã thực hiện nghĩa vụ tài chính")

    def to_consulted(self, event: Event) -> None:
        """The file stays; the question goes."""
        agency = self.agencies.get(event.payload.get("agency", ""), "")
        self.consulted.append(agency)
        answer_by = event.payload.get("answer_by", "")
        day = f", trả lời trước {'/'.join(answer_by.split('-')[::-1])}" if answer_by else ""
        self.done.append(HandOver(event, self.deciding, agency, f"lấy ý kiến{day}"))

    def back_from_consulted(self, event: Event) -> None:
        agency = self.agencies.get(event.payload.get("agency", ""), "")
        giver = agency or (self.consulted[-1] if self.consulted else "")
        self.done.append(HandOver(event, giver, self.deciding, "trả lời ý kiến"))

    def papers_sent(self, event: Event) -> None:
        """Only what is on paper goes; the electronic file is there already."""
        self.done.append(HandOver(event, self.center, self.deciding, "gửi hồ sơ giấy"))

    def papers_taken_in(self, event: Event) -> None:
        term = instant_in(event, "paper_due_at")
        note = "đã nhận hồ sơ giấy"
        self.done.append(HandOver(event, self.center, self.deciding, note, term))

    def to_leader(self, event: Event) -> None:
        leader = f"Lãnh đạo {self.deciding}"
        note = OUTCOMES.get(event.payload.get("outcome", ""), "trình lãnh đạo")
        self.give(event, leader, note, term=self.after_step(StepRole.OFFICER))

    def to_other_agency(self, event: Event) -> None:
        if self.holder not in (APPLICANT, self.center):
            self.give(event, self.deciding, "chuyển cơ quan có thẩm quyền")

    def back_to_officer(self, event: Event) -> None:
        self.give(event, self.deciding, "thu hồi quyết định, xem xét lại")

    def to_returning_center(self, event: Event) -> None:
        receiver = self.case.returning_center.name
        self.holder = self.deciding
        self.give(event, receiver, "phát hành kết quả", term=self.due_at, by_day=True)

    def to_applicant_with_result(self, event: Event) -> None:
        how = DELIVERIES.get(event.payload.get("how", ""), "trả kết quả")
        to_other = event.payload.get("to") == "other"
        self.give(event, APPLICANT, f"{how} cho người được ủy quyền" if to_other else how)


HANDS = {
    Verb.RECEIVE: Way.to_center,
    Verb.START_REVIEW: Way.to_deciding,
    Verb.REQUEST_SUPPLEMENT: Way.to_applicant_for_supplement,
    Verb.SUPPLY: Way.back_with_supplement,
    Verb.REQUEST_PAYMENT: Way.to_applicant_for_payment,
    Verb.PAY: Way.back_with_payment,
    Verb.CONSULT: Way.to_consulted,
    Verb.ANSWER_CONSULTATION: Way.back_from_consulted,
    Verb.SEND_PAPER: Way.papers_sent,
    Verb.RECEIVE_PAPER: Way.papers_taken_in,
    Verb.PROPOSE: Way.to_leader,
    Verb.TRANSFER: Way.to_other_agency,
    Verb.REVOKE_DECISION: Way.back_to_officer,
    Verb.ISSUE: Way.to_returning_center,
    Verb.RETURN_RESULT: Way.to_applicant_with_result,
}


def control(last: Event) -> dict[str, Any]:
    """The way of the file up to this event; the same events give the same slip."""
    case = last.application
    events = Event.objects.of(case).filter(sequence__lte=last.sequence).select_related("actor")
    way = way_of(case, list(events))
    return {
        "resolving": way.deciding,
        "coordinating": list(dict.fromkeys(way.consulted)),
        "received": moment(case.received_at),
        "due": moment(way.due_at),
        "state": STATES[State(last.to_state)],
        "rows": [row.printed() for row in way.done],
    }


def way_of(case: Application, events: Sequence[Event]) -> Way:
    codes = {
        event.payload[name]
        for event in events
        for name in ("deciding_agency", "agency")
        if event.payload.get(name)
    }
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    way = Way(case, names, minutes_of_roles(case), deciding=case.deciding_agency.name)
    for event in events:
        way.take(event)
    return way


def minutes_of_roles(case: Application) -> dict[str, int]:
    steps = Step.objects.filter(version=case.procedure_version_id).order_by().values("role")
    return {step["role"]: step["total"] or 0 for step in steps.annotate(total=Sum("minutes"))}
