from datetime import timedelta

import pytest

from caseflow.accounts.models import Role
from caseflow.applications.states import State
from caseflow.desk import listing
from tests.factories import MONDAY, a_procedure, a_supervisor, an_office, case_in, filed_case

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


def test_the_overdue_queue_lists_open_files_past_their_day(office, desk):
    late = case_in(State.IN_REVIEW, office)
    case_in(State.RETURNED, office)
    found = desk(Role.CLERK).get(LIST, {"queue": "overdue"}).context["listing"].rows
    assert [row.case.number for row in found] == [late.number]
    assert found[0].remaining.tone == "late"
    assert "overdue by" in found[0].remaining.words


@pytest.mark.parametrize(
    "text", ["025184000123", "lo quynh", "LÒ THỊ QUỲNH MAI", "{number}", "h44."]
)
def test_a_search_finds_by_identity_number_name_or_number(office, desk, text):
    case, clerk = filed_case(office), desk(Role.CLERK)
    filed_case(office, full_name="Đặng Văn Ước", identity_number="025184000999")
    clerk.post(LIST + "search/", {"text": text.format(number=case.number)})
    found = numbers(clerk.get(LIST))
    assert case.number in found
    assert len(found) == (2 if text == "h44." else 1)


@pytest.mark.parametrize(
    ("text", "count"), [("mai", 1), ("ma", 2), ("lo th", 2), ("lo mai hoa", 0)]
)
def test_words_that_begin_names_are_asked_where_no_name_has_the_whole_words(
    office, desk, text, count
):
    filed_case(office)
    filed_case(office, full_name="Lò Thị Mận", identity_number="025184000999")
    clerk = desk(Role.CLERK)
    clerk.post(LIST + "search/", {"text": text})
    assert len(numbers(clerk.get(LIST))) == count


def test_a_search_leaves_nothing_in_the_address_and_an_empty_one_ends_it(office, desk):
    filed_case(office)
    clerk = desk(Role.CLERK)
    answer = clerk.post(LIST + "search/", {"text": "không có ai"})
    assert answer.url == LIST
    assert numbers(clerk.get(LIST)) == []
    assert "không có ai" in clerk.get(LIST).content.decode()
    clerk.post(LIST + "search/", {"text": " "})
    assert len(numbers(clerk.get(LIST))) == 1


def test_a_search_stays_inside_the_office(office, desk):
    filed_case(an_office())
    clerk = desk(Role.CLERK)
    clerk.post(LIST + "search/", {"text": "025184000123"})
    assert numbers(clerk.get(LIST)) == []


def test_filters_narrow_the_list(office, desk):
    case = case_in(State.IN_REVIEW, office)
    case_in(State.RETURNED, office, at=MONDAY - timedelta(days=30))
    clerk = desk(Role.CLERK)
    for asked in (
        {"state": "in_review"},
        {"procedure": case.procedure.code},
        {"filed_from": "2026-03-02", "filed_to": "2026-03-02"},
        {"overdue": "on"},
    ):
        assert numbers(clerk.get(LIST, asked)) == [case.number], asked
    for asked in ({"channel": "post"}, {"mine": "on"}, {"procedure": "xyz"}):
        assert numbers(clerk.get(LIST, asked)) == [], asked


def test_nonsense_in_the_address_shows_the_first_page(office, desk):
    case, clerk = filed_case(office), desk(Role.CLERK)
    for asked in ({"after": "x_y"}, {"before": "2026-01-01_1"}, {"state": "?"}, {"queue": "?"}):
        assert numbers(clerk.get(LIST, asked)) == [case.number], asked


def test_pages_follow_one_another_there_and_back(office, desk, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    version = a_procedure()
    cases = [filed_case(office, version=version) for _ in range(5)]
    newest = [case.number for case in reversed(cases)]
    clerk, seen, asked = desk(Role.CLERK), [], ""
    while asked is not None:
        page = clerk.get(f"{LIST}?{asked}")
        seen.append(numbers(page))
        last, asked = page, page.context["listing"].next_page or None
    assert seen == [newest[:2], newest[2:4], newest[4:]]
    back = clerk.get(f"{LIST}?{last.context['listing'].previous_page}")
    assert numbers(back) == newest[2:4]
    assert back.context["listing"].next_page
    assert back.context["listing"].previous_page


def test_the_list_costs_the_same_queries_for_one_file_and_many(
    office, desk, django_assert_max_num_queries
):
    clerk, version = desk(Role.CLERK), a_procedure()
    for count in (1, 12):
        for _ in range(count):
            filed_case(office, version=version)
        with django_assert_max_num_queries(7):
            clerk.get(LIST, {"queue": "to_receive"})
