"""Every definition, counted by hand over six files."""

from datetime import date

import pytest

from caseflow.applications import lifecycle
from caseflow.applications.states import Assistance, Channel, Delivery, Ground, RatedItem
from caseflow.indicators.definitions import DEFINITIONS, figures
from caseflow.indicators.models import Fact
from procedures.states import OnlineLevel
from tests.indicators.factories import SYSTEM, a_center, at, counted, differences, issued, told
from tests.procedures.factories import published

pytestmark = pytest.mark.django_db
AUTUMN = date(2025, 9, 1), date(2025, 10, 31)
MORNING = "2025-09-23 09:00"

PRAISE = {RatedItem.TIME: 5, RatedItem.ATTITUDE: 3}
BLAME = {RatedItem.TIME: 1}
#: Filed 6, received 5, ended 5: the numerator and the denominator of each.
BY_HAND = {
    "online_filing_rate": (4, 6),
    "self_filed_share": (1, 4),
    "assisted_share": (1, 4),
    "staff_typed_share": (1, 4),
    "unknown_assistance_share": (1, 4),
    "online_filing_rate_766": (1, 5),
    "full_online_rate": (4, 4),
    "full_online_share": (4, 5),
    "end_to_end_online_rate": (1, 5),
    "population_data_rate": (1, 6),
    "population_procedures_rate": (1, 2),
    "late_reception_rate": (1, 6),
    "late_handover_rate": (1, 3),
    "synchronised_rate": (0, 0),
    "refusal_at_reception_rate": (1, 5),
    "on_time_rate": (2, 5),
    "on_time_original_rate": (2, 5),
    "on_time_rate_766": (2, 5),
    "supplement_rate": (1, 5),
    "repeated_supplement_rate": (0, 5),
    "refusal_rate": (1, 3),
    "extension_rate": (1, 5),
    "lapsed_rate": (1, 5),
    "uncollected_rate": (1, 3),
    "satisfaction_rate": (1, 2),
    "rating_rate": (2, 5),
    "reception_satisfaction_rate": (3, 5),
    **{f"{item}_satisfaction_rate": (0, 0) for item in RatedItem},
    "time_satisfaction_rate": (1, 2),
    "attitude_satisfaction_rate": (0, 1),
    "electronic_result_rate": (1, 3),
    "digitisation_rate": (1, 5),
    "reuse_rate": (1, 5),
    "reuse_store_rate": (1, 5),
    "certified_copy_rate": (0, 5),
    "payment_online_rate": (1, 2),
    "payment_procedures_rate": (1, 1),
    "payable_procedures_rate": (0, 0),
    "complete_content_rate": (0, 2),
    "procedures_online_rate": (2, 2),
    "procedures_full_rate": (1, 2),
    "procedures_partial_rate": (1, 2),
    "services_with_dossiers_rate": (1, 2),
}


@pytest.fixture
def offered():
    """One procedure fully online that owes a document, one partly online that owes none."""
    center = a_center()
    full = published(online_level=OnlineLevel.FULL)
    partly = published(online_level=OnlineLevel.PARTLY, partly_reason="-", returns_document=False)
    return [
        {"receiving_center": center, "procedure_version": version} for version in (full, partly)
    ]


def paperless(full):
    """Online throughout, paid, fetched and praised."""
    papers = {"upload": 1, "reuse": 1}
    story = told(MORNING, **full, facts={"identified": True, "papers_by_source": papers})
    charge(story, online=True)
    lifecycle.approve(story, actor=SYSTEM, at=at("2025-09-24 09:00"))
    end(story, "2025-09-24 10:00", electronic=True, how=Delivery.ELECTRONIC)
    lifecycle.rate(story, actor=SYSTEM, at=at("2025-09-25 10:00"), rating=5, items=PRAISE)
    return story


def unpaid_late_and_refused(full):
    story = told(MORNING, **full, assistance=Assistance.ASSISTED)
    lifecycle.receive(story, actor=SYSTEM, at=at("2025-09-23 10:00"))
    later = {"at": at("2025-09-23 11:00"), "due_at": at("2025-10-09 17:00")}
    lifecycle.extend(story, actor=SYSTEM, reason="-", **later)
    charge(story, online=False, day="2025-09-25")
    lifecycle.reject(story, actor=SYSTEM, at=at("2025-10-13 09:00"), reason="-")
    end(story, "2025-10-13 10:00", electronic=False, how=Delivery.COUNTER)
    lifecycle.rate(story, actor=SYSTEM, at=at("2025-10-14 10:00"), rating=1, items=BLAME)
    return story


def charge(story, *, online, day="2025-09-23"):
    if story.case.received_at is None:
        lifecycle.receive(story, actor=SYSTEM, at=at(f"{day} 10:00"))
    lifecycle.start_review(story, actor=SYSTEM, at=at(f"{day} 11:00"))
    lifecycle.request_payment(story, actor=SYSTEM, at=at(f"{day} 13:00"), amount=50_000)
    lifecycle.pay(story, actor=SYSTEM, at=at(f"{day} 14:00"), online=online)


def end(story, when, *, electronic, how):
    facts = {"reference": "", "digest": "", "electronic": electronic}
    lifecycle.issue(story, actor=SYSTEM, at=at(when), **facts)
    lifecycle.return_result(story, actor=SYSTEM, at=story.case.last_event_at, how=how)


def refused_late(partly):
    story = told(MORNING, **partly, channel=Channel.COUNTER, assistance=Assistance.STAFF)
    lifecycle.refuse(story, actor=SYSTEM, at=at("2025-09-29 10:00"), reason="-")
    return story


def lapsed(partly):
    story = told(MORNING, **partly, channel=Channel.POST, assistance=Assistance.STAFF)
    lifecycle.receive(story, actor=SYSTEM, at=at("2025-09-23 10:00"))
    items = [{"paper": "other", "defect": "missing", "text": "-"}]
    lifecycle.request_supplement(story, actor=SYSTEM, at=at("2025-09-23 11:00"), items=items)
    ground = {"ground": Ground.NO_SUPPLEMENT, "reason": "-"}
    lifecycle.stop(story, actor=SYSTEM, at=at("2025-10-20 09:00"), **ground)
    return story


def still_open(full):
    story = told(MORNING, **full, assistance=Assistance.UNKNOWN)
    lifecycle.receive(story, actor=SYSTEM, at=at("2025-09-23 10:00"))
    return story


@pytest.fixture
def _six_files(offered):
    full, partly = offered
    typed = told(MORNING, **full, assistance=Assistance.STAFF)
    counted(
        paperless(full),
        issued(typed, "2025-09-24 15:00", electronic=False),
        unpaid_late_and_refused(full),
        refused_late(partly),
        lapsed(partly),
        still_open(full),
    )


@pytest.mark.usefixtures("_six_files")
def test_each_definition_is_what_a_hand_counts():
    found = {f.definition.key: (f.numerator, f.denominator) for f in figures(None, *AUTUMN)}
    assert found == BY_HAND
    assert [definition.key for definition in DEFINITIONS if definition.key not in BY_HAND] == []
    assert differences() == []


@pytest.mark.usefixtures("_six_files")
def test_at_denominator_zero_a_rate_is_not_applicable():
    later = figures(None, date(2026, 3, 1), date(2026, 3, 31))
    rates = {f.definition.key: f.rate for f in later if not f.denominator}
    assert set(rates.values()) == {None}
    assert len(rates) > 25


@pytest.mark.usefixtures("_six_files")
def test_a_late_file_names_who_held_it_when_its_due_time_passed():
    late = Fact.objects.filter(finished_at__isnull=False).exclude(late_at="")
    assert sorted(late.values_list("late_at", "state")) == [
        ("citizen", "stopped"),
        ("review", "returned"),
    ]
    assert Fact.objects.get(finished_on=None).held_by == "handover"


@pytest.mark.usefixtures("_six_files")
def test_the_steps_add_up_to_the_clock_of_the_agency():
    steps = ("reception", "handover", "review", "signing")
    for fact in Fact.objects.exclude(finished_at=None):
        taken = sum(getattr(fact, f"{step}_seconds") or 0 for step in steps)
        assert taken == fact.agency_seconds
        clocks = fact.citizen_seconds + fact.other_agency_seconds + fact.payment_seconds
        assert taken + clocks == int((fact.finished_at - fact.filed_at).total_seconds())
