import pytest

from caseflow.accounts.models import Role
from caseflow.applications.states import State
from tests.factories import MONDAY, a_supervisor, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db
LIST = "/admin/applications/application/"


def numbers(response):
    return [row.case.number for row in response.context["listing"].rows]


def test_a_clerk_sees_the_files_of_the_own_office_only(office, desk):
    own = filed_case(office)
    filed_case(an_office())
    assert numbers(desk(Role.CLERK).get(LIST)) == [own.number]


def test_a_supervisor_sees_the_files_of_all_offices(office, desk):
    cases = [filed_case(office), filed_case(an_office())]
    assert set(numbers(desk(a_supervisor()).get(LIST))) == {case.number for case in cases}


@pytest.mark.parametrize(
    ("queue", "state"),
    [
        ("to_receive", State.FILED),
        ("in_review", State.RECEIVED),
        ("in_review", State.IN_REVIEW),
        ("in_review", State.DECIDED),
        ("waiting", State.SUPPLEMENT_REQUESTED),
        ("waiting", State.PAYMENT_DUE),
        ("to_return", State.ISSUED),
    ],
)
def test_each_queue_lists_its_states(office, desk, queue, state):
    wanted = case_in(state, office)
    case_in(State.REFUSED, office, at=MONDAY)
    assert numbers(desk(Role.CLERK).get(LIST, {"queue": queue})) == [wanted.number]
