"""Cases told with the product's own verbs, at instants and offices of the test's choosing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from time import monotonic, sleep
from types import MappingProxyType

import factory
from django.db import connection, transaction

from caseflow.applications import evidence, history, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Cursor, Event
from caseflow.applications.states import Assistance, Channel, Origin
from caseflow.applications.stories import Story
from caseflow.centers.models import Agency, Calendar
from caseflow.centers.working_time import VIETNAM
from caseflow.indicators import rebuilding, tallying
from caseflow.indicators.comparing import Difference
from caseflow.indicators.models import Count
from procedures.models import ProcedureVersion
from tests.centers.factories import ServiceCenterFactory
from tests.centers.factories import published as published_calendar
from tests.procedures.factories import published

SYSTEM = Actor.system("test")
WRITTEN_AT = datetime(2026, 1, 5, 8, tzinfo=VIETNAM)


def at(text: str) -> datetime:
    """Office time, as `2025-09-23 09:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def a_center(**fields: object) -> Agency:
    """A service centre in a nation that has a calendar."""
    if not Calendar.objects.filter(unit=None, agency=None).exists():
        published_calendar()
    return ServiceCenterFactory(**fields)


class CaseFactory(factory.Factory):
    """An unsaved case; tell its story with `told` and write it with `write`."""

    class Meta:
        model = Application

    number = factory.Sequence(lambda n: f"H44.1-250923-{n:04}")
    receiving_center = factory.LazyFunction(a_center)
    procedure_version = factory.LazyFunction(published)
    origin = Origin.SYNTHETIC
    channel = Channel.ONLINE
    assistance = Assistance.SELF
    declared_salt = factory.LazyFunction(evidence.new_salt)

    @factory.lazy_attribute
    def procedure(self):
        return self.procedure_version.procedure

    @factory.lazy_attribute
    def deciding_agency(self):
        return self.receiving_center.parent

    @factory.lazy_attribute
    def returning_center(self):
        return self.receiving_center


def told(
    filed_at: str = "2025-09-23 09:00",
    *,
    recorded_at: datetime = WRITTEN_AT,
    facts: Mapping[str, object] = MappingProxyType({}),
    **fields: object,
) -> Story:
    case = CaseFactory(**fields)
    return history.filed(case, actor=SYSTEM, at=at(filed_at), recorded_at=recorded_at, facts=facts)


def received(story: Story, received_at: str, *, due_at: str | None = None) -> Story:
    lifecycle.receive(story, actor=SYSTEM, at=at(received_at))
    if due_at:
        lifecycle.extend(story, actor=SYSTEM, at=at(received_at), due_at=at(due_at), reason="-")
    return story


def issued(story: Story, issued_at: str, *, electronic: bool = True) -> Story:
    """Received within the hour, decided and issued at once."""
    if story.case.received_at is None:
        lifecycle.receive(story, actor=SYSTEM, at=story.case.filed_at + timedelta(hours=1))
    lifecycle.start_review(story, actor=SYSTEM, at=story.case.last_event_at)
    lifecycle.approve(story, actor=SYSTEM, at=at(issued_at))
    facts = {"reference": "", "digest": "", "electronic": electronic}
    lifecycle.issue(story, actor=SYSTEM, at=at(issued_at), **facts)
    return story


def write(*stories: Story) -> list[Application]:
    history.write(stories)
    return [story.case for story in stories]


def counted(*stories: Story) -> list[Application]:
    """Written, and counted without waiting for the test's own transaction to end."""
    cases = write(*stories)
    tallying.count([case.pk for case in cases])
    return cases


def followed() -> None:
    """As if the follower had seen all there is, within the test's own transaction."""
    if last := Event.objects.order_by("transaction_id", "pk").last():
        seen = {"transaction_id": last.transaction_id, "event_id": last.pk}
        Cursor.objects.update_or_create(follower="indicators", defaults=seen)


def differences() -> list[Difference]:
    """Of everything, nothing left out as not counted yet."""
    followed()
    return rebuilding.compare()


def count_everything() -> None:
    """As a rebuild does, in the test's transaction."""
    for cases in rebuilding.ranges():
        tallying.renew_facts(cases)
    rebuilding.recount()


def tally(model: type[Count], **columns: object) -> Count:
    """A row of the count that no case stands behind."""
    with transaction.atomic():
        tallying.wait_for_turn()
        return model.objects.create(**columns)


def office() -> dict[str, Agency | ProcedureVersion]:
    """A centre and a procedure that several cases share."""
    return {"receiving_center": a_center(), "procedure_version": published()}


def catch_up(patience: float = 30) -> None:
    """Waits for transactions of other databases of the same server, which hold the log back."""
    deadline = monotonic() + patience
    while rebuilding.catch_up() and monotonic() < deadline:
        sleep(0.1)


def all_kinds_of_cases() -> list[Application]:
    """Supplemented, in time and late, refused, withdrawn, returned, in work, and only filed."""
    same = office()
    asked = received(told("2025-09-23 08:00", **same), "2025-09-23 09:00")
    items = [{"paper": "other", "defect": "missing", "text": "-"}]
    lifecycle.request_supplement(asked, actor=SYSTEM, at=at("2025-09-23 10:00"), items=items)
    lifecycle.supply(asked, actor=SYSTEM, at=at("2025-09-24 10:00"))
    moved = received(told(**same), "2025-09-23 10:00", due_at="2025-10-09 17:00")
    refused = told("2025-09-29 23:30", **same)
    lifecycle.refuse(refused, actor=SYSTEM, at=at("2025-09-30 00:10"), reason="-")
    withdrawn = told(**same)
    lifecycle.withdraw(withdrawn, actor=SYSTEM, at=at("2025-09-24 10:00"))
    ended = issued(asked, "2025-09-26 10:00", electronic=False), issued(moved, "2025-10-09 17:00")
    returned = issued(told(), "2025-09-24 10:00")
    lifecycle.return_result(returned, actor=SYSTEM, at=at("2025-10-02 10:00"))
    return write(*ended, refused, withdrawn, returned, told(), received(told(), "2025-09-24 00:00"))


def apart(work, *arguments):
    """In a thread with a connection of its own."""
    try:
        return work(*arguments)
    finally:
        connection.close()
