import re
from xml.etree import ElementTree

import pytest

from caseflow.applications.models import Application, Event
from caseflow.eventlogs.models import Kind
from caseflow.eventlogs.pseudonyms import Pseudonyms, RealNumbers
from tests.applications.histories import write_cases
from tests.eventlogs.selections import cases_of_every_kind, exported

pytestmark = pytest.mark.django_db

TRACE_NAME = re.compile(rb"c-[0-9a-f]{20}")


@pytest.mark.parametrize("kind", Kind)
def test_nothing_in_a_log_leads_to_a_person_a_file_or_a_document(kind):
    cases_of_every_kind()
    log = exported(kind).decode()
    told = Application.objects.values_list(
        *("number", "applicant_name", "applicant_identity", "tracking_key", "applicant_phone")
    )
    hashes = Event.objects.values_list("hash", flat=True)
    secrets = {text for row in told for text in row} | {*hashes, "Tốt", "Thị Thử", "a" * 64, "GD1"}
    assert [text for text in secrets if text and text in log] == []


def test_the_same_case_has_another_name_in_the_next_log():
    write_cases(3)
    first, second = (set(TRACE_NAME.findall(exported())) for _time in range(2))
    assert (len(first), len(second), first & second) == (3, 3, set())


def test_a_clerk_has_one_name_within_a_log_and_a_citizen_has_none():
    cases_of_every_kind()
    log = ElementTree.fromstring(exported())
    by_role: dict[str, set[str]] = {}
    for event in log.iter("{http://www.xes-standard.org/}event"):
        told = {child.get("key"): child.get("value") for child in event}
        by_role.setdefault(told["org:role"], set()).add(told.get("org:resource", ""))
    assert by_role["citizen"] == {""}
    assert len(by_role["clerk"] - {""}) == 1


def test_numbers_stand_in_a_log_only_where_they_were_asked_for():
    (case,) = write_cases(1)
    assert case.number.encode() in exported(names=RealNumbers())
    assert case.number.encode() not in exported(names=Pseudonyms())
