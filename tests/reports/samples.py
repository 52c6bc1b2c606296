"""A small office with files of every kind, told by the product's own verbs and counted."""

from caseflow.applications import lifecycle
from caseflow.applications.states import Assistance, Channel, Ground
from tests.factories import ITEMS
from tests.indicators.factories import SYSTEM, at, counted, issued, office, received, told

PERIOD = {"from": "2025-09-01", "to": "2025-10-31"}


def handed_over(story, received_at, **due):
    received(story, received_at, **due)
    lifecycle.start_review(story, actor=SYSTEM, at=story.case.last_event_at)
    return story


def supplemented(story):
    """Never supplied, and stopped for that."""
    handed_over(story, "2025-09-23 09:00")
    lifecycle.request_supplement(story, actor=SYSTEM, at=at("2025-09-24 09:00"), items=ITEMS)
    at_last = at("2025-10-20 09:00")
    lifecycle.stop(
        story, actor=SYSTEM, at=at_last, ground=Ground.NO_SUPPLEMENT, reason="quá hạn bổ sung"
    )
    return story


def paid(story, *, online):
    handed_over(story, "2025-09-23 09:00")
    lifecycle.request_payment(story, actor=SYSTEM, at=at("2025-09-24 09:00"), amount=8000)
    lifecycle.pay(story, actor=SYSTEM, at=at("2025-09-25 09:00"), online=online)
    lifecycle.approve(story, actor=SYSTEM, at=at("2025-09-26 09:00"))
    signed = {"reference": "", "digest": "", "electronic": True}
    lifecycle.issue(story, actor=SYSTEM, at=at("2025-09-26 10:00"), **signed)
    lifecycle.return_result(story, actor=SYSTEM, at=at("2025-09-26 11:00"))
    lifecycle.rate(story, actor=SYSTEM, at=at("2025-09-27 11:00"), rating=5 if online else 1)
    return story


def refused(story):
    lifecycle.refuse(story, actor=SYSTEM, at=at("2025-10-23 10:00"), reason="sai thẩm quyền")
    return story


def many_files(**same):
    """Twelve files at one office, as different as a day allows."""
    same = same or office()
    late = {"due_at": "2025-09-29 17:00"}
    file = lambda day="2025-09-23 08:00", **more: told(day, **same, **more)  # noqa: E731
    staff = {"assistance": Assistance.STAFF}
    return counted(
        file(),
        file(channel=Channel.COUNTER, **staff),
        received(file(**staff), "2025-09-23 09:00", **late),
        handed_over(file(assistance=Assistance.ASSISTED), "2025-09-23 09:00", **late),
        issued(file(), "2025-09-23 10:00"),
        issued(file(), "2025-09-23 11:00", electronic=False),
        issued(handed(file(), late), "2025-10-03 08:00"),
        supplemented(file()),
        paid(file(), online=True),
        paid(file(channel=Channel.POST, **staff), online=False),
        refused(file()),
        received(file("2025-10-30 08:00"), "2025-10-30 09:00"),
    )


def handed(story, late):
    """Still in reception when it became due."""
    return received(story, "2025-09-23 09:00", **late)
