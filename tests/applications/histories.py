"""Offices, and cases told from filing to the end, for tests that need whole chains."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from caseflow.accounts.models import Role
from caseflow.applications import evidence, history, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.numbering import next_numbers
from caseflow.applications.states import Assistance, Channel, Origin
from caseflow.applications.stories import Story
from caseflow.centers import calendars
from caseflow.centers.models import AdministrativeUnit, Agency, Calendar
from caseflow.centers.states import AgencyKind, Division, Level
from procedures.models import ProcedureVersion
from tests.procedures.factories import published

FORM = {"type": "object", "properties": {"child": {"type": "string"}}}
FILED_AT = datetime(2025, 9, 23, 1, tzinfo=UTC)
TOLD_AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
CLERK = Actor(user_id=None, role=Role.CLERK, unit="H44.101.1")
LEADER = Actor(user_id=None, role=Role.LEADER, unit="H44.101")
SYSTEM = Actor.system("seeds")


def national_calendar() -> None:
    calendars.publish(
        calendar=Calendar.objects.create(),
        hours={str(weekday): [["07:00", "11:30"], ["13:30", "17:00"]] for weekday in range(5)},
        days=[],
        covers_from=date(2025, 1, 1),
        covers_to=date(2026, 12, 31),
        decision="test",
        at=datetime.combine(date(2025, 1, 1), time(2), UTC),
    )


def place(name: str, code: str, level: Level, parent: AdministrativeUnit | None = None):
    unit = AdministrativeUnit(code=code, level=level, parent=parent)
    unit.division = Division.COMMUNE if parent else Division.PROVINCE
    unit.call(name, sort_name=name, name_en=name)
    unit.save()
    return unit


def agency(code: str, kind: AgencyKind, unit: AdministrativeUnit, parent: Agency | None = None):
    row = Agency(code=code, kind=kind, unit=unit, parent=parent)
    row.call(code, name_en=code)
    row.save()
    return row


def commune_center() -> Agency:
    """A centre with its commune, the committee behind it and the national calendar."""
    national_calendar()
    commune = place("Xã Thử", "08740", Level.COMMUNE, place("Phú Thọ", "25", Level.PROVINCE))
    committee = agency("H44.101", AgencyKind.PEOPLE_COMMITTEE, commune)
    return agency("H44.101.1", AgencyKind.SERVICE_CENTER, commune, committee)


def case(center: Agency, version: ProcedureVersion, number: str) -> Application:
    return Application(
        number=number,
        procedure=version.procedure,
        procedure_version=version,
        receiving_center=center,
        deciding_agency=center.parent,
        returning_center=center,
        origin=Origin.SYNTHETIC,
        channel=Channel.ONLINE,
        assistance=Assistance.STAFF,
        applicant_name="Nguyễn Văn Thử",
        applicant_search_key="nguyen van thu",
        form={"child": "Nguyễn Thị Thử"},
        declared_salt=evidence.new_salt(),
    )


def to_the_end(story: Story) -> Story:
    """Six deeds with words: filed, received, in review, approved, issued, returned."""
    filed_at = story.case.filed_at
    lifecycle.receive(story, actor=CLERK, at=filed_at + timedelta(hours=1))
    lifecycle.start_review(story, actor=CLERK, at=filed_at + timedelta(hours=2))
    lifecycle.approve(story, actor=LEADER, at=filed_at + timedelta(hours=8), text="Đồng ý")
    lifecycle.issue(
        story,
        actor=SYSTEM,
        at=filed_at + timedelta(hours=9),
        reference="",
        digest="",
        electronic=True,
    )
    lifecycle.return_result(story, actor=CLERK, at=filed_at + timedelta(hours=10))
    return story


def stories(center: Agency, version: ProcedureVersion) -> Iterator[Story]:
    while True:
        for number in next_numbers(center.parent, FILED_AT.date(), 1000):
            unsaved = case(center, version, number)
            yield to_the_end(history.filed(unsaved, actor=SYSTEM, at=FILED_AT, recorded_at=TOLD_AT))


def write_cases(count: int) -> list[Application]:
    told = islice(stories(commune_center(), published(form_schema=FORM)), count)
    history.write(told)
    return list(Application.objects.order_by("pk"))


def every_verb(story: Story, other: Agency) -> None:
    """One road past every verb that a chain can hold before its end."""
    deeds = [
        (
            lifecycle.attach,
            {"facts": {"paper": "identity", "source": "upload", "size": 3, "sha256": "0" * 64}},
        ),
        (lifecycle.receive, {}),
        (lifecycle.request_supplement, {"items": [{"field": "child", "defect": "wrong"}]}),
        (lifecycle.supply, {"text": "Đây", "form": {"child": "Khác"}}),
        (lifecycle.extend, {"due_at": FILED_AT + timedelta(days=30), "reason": "Bão"}),
        (lifecycle.agree_extension, {"due_at": FILED_AT + timedelta(days=34), "agreement": "1"}),
        (lifecycle.assign, {"officer": None}),
        (lifecycle.start_review, {"officer": None}),
        (lifecycle.propose, {"outcome": "approved", "text": "Đủ"}),
        (lifecycle.consult, {"agency": other, "question": "?", "answer_by": date(2025, 10, 1)}),
        (lifecycle.answer_consultation, {"answer": "Nhất trí"}),
        (lifecycle.request_payment, {"amount": 8000}),
        (lifecycle.pay, {"online": True, "reference": "GD1"}),
        (lifecycle.transfer, {"agency": other, "reason": "Khác địa bàn"}),
        (lifecycle.reject, {"reason": "Thiếu"}),
        (lifecycle.revoke_decision, {"reason": "Nhầm"}),
        (lifecycle.note, {"text": "Gọi lại"}),
        (lifecycle.withdraw, {"reason": "Thôi"}),
    ]
    for hours, (verb, told) in enumerate(deeds, 1):
        verb(story, actor=CLERK, at=FILED_AT + timedelta(minutes=7 * hours), **told)
