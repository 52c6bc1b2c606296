"""Cases that are told: unsaved ones with their chains, for tables that have to be full."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from benchmarks import people
from caseflow.accents import fold
from caseflow.accounts.models import Role
from caseflow.applications import evidence, history, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.numbering import next_numbers
from caseflow.applications.states import Assistance, Channel, Origin
from caseflow.applications.stories import Story
from caseflow.centers.models import Agency
from procedures.models import ProcedureVersion

#: Long enough ago that a whole case lies in the past.
FILED = timedelta(days=20)
NAME = "Nguyễn Thị Mẫu"
SYSTEM = Actor.system("benchmarks")


def filed_stories(count: int) -> Iterator[Story]:
    center, version, form = people.center(), people.version(), people.form_example()
    clerk = Actor.of(people.account(Role.CLERK))
    now = timezone.now()
    at = now - FILED
    for number in next_numbers(center.parent, at.date(), count):
        case = unsaved(number, center, version, clerk, form)
        yield history.filed(case, actor=clerk, at=at, recorded_at=now)


def whole_stories(count: int) -> Iterator[Story]:
    """Of six deeds each."""
    clerk = Actor.of(people.account(Role.CLERK))
    leader = Actor.of(people.account(Role.LEADER))
    for story in filed_stories(count):
        yield to_the_end(story, clerk, leader)


def unsaved(
    number: str, center: Agency, version: ProcedureVersion, clerk: Actor, form: dict[str, object]
) -> Application:
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
        submitted_by_id=clerk.user_id,
        applicant_identity="025184000000",
        applicant_name=NAME,
        applicant_search_key=fold(NAME),
        form=form,
        declared_salt=evidence.new_salt(),
    )


def to_the_end(story: Story, clerk: Actor, leader: Actor) -> Story:
    hours = hours_after(story.case.filed_at)
    lifecycle.receive(story, actor=clerk, at=hours(1))
    lifecycle.start_review(story, actor=clerk, at=hours(2))
    lifecycle.approve(story, actor=leader, at=hours(24), text="Đồng ý")
    lifecycle.issue(story, actor=SYSTEM, at=hours(25), reference="", digest="", electronic=True)
    lifecycle.return_result(story, actor=clerk, at=hours(26))
    return story


def hours_after(beginning: datetime) -> Callable[[int], datetime]:
    return lambda hours: beginning + timedelta(hours=hours)
