"""Files that are rare in an office are found by an index, and not by reading the office's files."""

import pytest
from django.db import connection

from caseflow.applications.models import Application
from caseflow.applications.paging import NEWEST_FIRST, OLDEST_FIRST, Place, page_of
from caseflow.applications.states import AT_WORK, Channel, State
from tests.factories import a_procedure, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db


def plan_of(cases):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("ANALYZE applications_application")
    return cases.explain()


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"state": State.REFUSED}, "at_center_in_state"),
        ({"state": State.STOPPED}, "at_center_in_state"),
        ({"channel": Channel.POST}, "at_center_by_rare_channel"),
    ],
)
def test_the_first_of_rare_files_are_read_in_order_from_their_index(asked, index):
    office, version = an_office(), a_procedure()
    for _file in range(30):
        filed_case(office, version=version)
    cases = Application.objects.filter(receiving_center=office.center, **asked)
    plan = plan_of(cases.order_by(*NEWEST_FIRST)[:51])
    assert index in plan
    assert "Sort" not in plan


def test_files_of_several_states_come_in_one_order():
    office, version = an_office(), a_procedure()
    wanted = [
        case_in(state, office, version=version).pk
        for state in (State.IN_REVIEW, State.RECEIVED, State.DECIDED, State.IN_REVIEW)
    ]
    filed_case(office, version=version)
    page = page_of(
        Application.objects.all(),
        office.clerk,
        place=Place(),
        size=10,
        order=OLDEST_FIRST,
        states=AT_WORK,
    )
    assert [case.pk for case in page.rows] == wanted
