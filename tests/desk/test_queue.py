import pytest

from caseflow.accounts.models import Role, User
from caseflow.applications.states import State
from caseflow.desk import queues
from tests.factories import (
    PASSWORD,
    a_citizen,
    a_procedure,
    a_supervisor,
    an_office,
    case_in,
    filed_case,
)

pytestmark = pytest.mark.django_db
QUEUE = "/admin/"


def counted(response):
    return {str(count.queue): str(count) for count in response.context["counts"]}


def test_cards_count_the_files_of_the_own_office(office, desk):
    for state in (State.FILED, State.RECEIVED, State.PAYMENT_DUE, State.ISSUED):
        case_in(state, office)
    filed_case(an_office())
    wanted = {"to_receive": "1", "in_review": "1", "waiting": "1", "to_return": "1"}
    assert counted(desk(Role.CLERK).get(QUEUE)) == wanted | {"due_soon": "0", "overdue": "2"}


def test_a_supervisor_counts_all_offices(office, desk):
    filed_case(office)
    filed_case(an_office())
    assert counted(desk(a_supervisor()).get(QUEUE))["to_receive"] == "2"


def test_nobody_counts_past_the_cap(office, desk, monkeypatch):
    monkeypatch.setattr(queues, "CAP", 1)
    filed_case(office)
    filed_case(office)
    assert counted(desk(Role.CLERK).get(QUEUE))["to_receive"] == "1+"


def test_the_file_waiting_longest_for_reception_stands_first(office, desk):
    first, second = filed_case(office), filed_case(office)
    rows = desk(Role.CLERK).get(QUEUE).context["soonest"]
    assert [row.case.number for row in rows] == [first.number, second.number]


def test_the_head_says_who_works_in_which_role_at_which_office(office, desk):
    page = desk(Role.CLERK).get(QUEUE).content.decode()
    assert "reception clerk" in page
    assert office.center.name in page


def test_the_queue_costs_the_same_queries_for_one_file_and_many(
    office, desk, django_assert_max_num_queries
):
    clerk, version = desk(Role.CLERK), a_procedure()
    for count in (1, 12):
        for _ in range(count):
            filed_case(office, version=version)
        with django_assert_max_num_queries(7):
            clerk.get(QUEUE)


def test_a_citizen_cannot_log_in_at_the_desk(client):
    user = a_citizen()
    answer = client.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_somebody_without_a_post_sees_an_empty_desk(office, desk):
    filed_case(office)
    lost = User.objects.create_user("lost", role=Role.CLERK, is_staff=True)
    assert set(counted(desk(lost).get(QUEUE)).values()) == {"0"}
    assert desk(lost).get("/admin/applications/application/").context["listing"].rows == []


@pytest.mark.parametrize("where", ["accounts/user/", "centers/agency/", "applications/job/"])
def test_only_administrators_see_accounts_reference_data_and_jobs(office, desk, where):
    admin = User.objects.create_superuser("admin", role=Role.ADMIN)
    assert desk(admin).get(QUEUE + where).status_code == 200
    for who in (Role.CLERK, Role.OFFICER, Role.LEADER, a_supervisor()):
        assert desk(who).get(QUEUE + where).status_code == 403


def test_the_language_is_chosen_on_the_page(office, desk):
    clerk = desk(Role.CLERK)
    clerk.post("/i18n/setlang/", {"language": "vi", "next": QUEUE})
    assert 'lang="vi"' in clerk.get(QUEUE).content.decode()[:200]


def test_pages_carry_a_strict_content_security_policy(office, desk):
    policy = desk(Role.CLERK).get(QUEUE).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
