"""A bulk deed at the desk: chosen, looked through, confirmed once, watched, taken away as CSV."""

import pytest

from caseflow.accounts.models import Role
from caseflow.applications import bulk
from caseflow.applications.models import Application, BulkDeed, Event
from caseflow.applications.states import State, Verb
from caseflow.desk import listing
from tests.factories import a_procedure, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db
LIST = "/admin/applications/application/"
BULK = f"{LIST}bulk/"


def some_files(office, count):
    version = a_procedure()
    return [filed_case(office, version=version) for _ in range(count)]


def choice(browser, cases=(), verb="receive", **asked):
    """Where the choice leads: the page that shows what would happen."""
    numbers = [case.number for case in cases]
    return browser.post(BULK, {"verb": verb, "number": numbers} | asked).url


def test_choosing_shows_what_would_happen_and_does_nothing(office, desk):
    fresh, received = filed_case(office), case_in(State.RECEIVED, office)
    clerk = desk(Role.CLERK)
    page = clerk.get(choice(clerk, [fresh, received]))
    assert page.context["preview"].possible == 1
    assert "not possible while" in page.content.decode()
    assert received.number in page.content.decode()
    assert Application.objects.get(pk=fresh.pk).state == State.FILED


def test_a_confirmed_choice_is_done_in_the_background_once(office, desk):
    cases, clerk = some_files(office, 2), desk(Role.CLERK)
    page = choice(clerk, cases)
    for _ in range(2):
        assert clerk.post(page).status_code == 302
    assert Event.objects.count() == 2
    bulk.carry_out()
    assert "2 done, 0 refused" in clerk.get(page).content.decode()
    assert Event.objects.filter(verb=Verb.RECEIVE).count() == 2


def test_all_that_the_list_shows_is_chosen_over_its_pages(office, desk, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    cases, clerk = some_files(office, 5), desk(Role.CLERK)
    case_in(State.RECEIVED, office)
    choice(clerk, cases[:1], everything="on", filter="queue=to_receive")
    keys = BulkDeed.objects.get().items.order_by("place").values_list("application", flat=True)
    assert list(keys) == [case.pk for case in cases]


def test_a_choice_beyond_the_largest_number_says_that_it_was_cut(office, desk, settings):
    settings.APPLICATIONS_BULK_FILES = 2
    clerk = desk(Role.CLERK)
    some_files(office, 3)
    page = clerk.get(choice(clerk, everything="on", filter=""))
    assert page.context["preview"].possible == 2
    assert "these are the first 2" in page.content.decode()


def test_files_of_other_offices_are_never_chosen(office, desk):
    own, foreign, clerk = filed_case(office), filed_case(an_office()), desk(Role.CLERK)
    choice(clerk, [foreign, own])
    choice(clerk, everything="on", filter="")
    for chosen in BulkDeed.objects.all():
        assert [item.application for item in chosen.items.all()] == [own]


def test_choosing_nothing_is_told_on_the_list(office, desk):
    answer = desk(Role.CLERK).post(BULK, {"verb": "receive"}, follow=True)
    assert "Choose at least one application" in answer.content.decode()
    assert not BulkDeed.objects.exists()


def test_a_role_is_refused_what_it_does_not_do_to_many(office, desk):
    case = filed_case(office)
    for role, verb in ((Role.OFFICER, "receive"), (Role.CLERK, "refuse"), (Role.CLERK, "?")):
        sent = desk(role).post(BULK, {"verb": verb, "number": [case.number]})
        assert sent.status_code == 403
    assert not BulkDeed.objects.exists()


def test_what_the_deed_needs_is_asked_beside_its_field(office, desk):
    clerk = desk(Role.CLERK)
    page = choice(clerk, some_files(office, 1), verb="assign")
    answer = clerk.post(page, {"officer": ""})
    assert answer.context["form"].fields.errors["officer"]
    assert BulkDeed.objects.get().confirmed_at is None
    clerk.post(page, {"officer": office.colleague(Role.OFFICER).username})
    bulk.carry_out()
    assert Application.objects.get().officer == office.colleague(Role.OFFICER)


def test_nobody_sees_or_touches_the_bulk_deed_of_somebody_else(office, desk):
    clerk = desk(Role.CLERK)
    page, other = choice(clerk, some_files(office, 1)), desk(Role.OFFICER)
    for what in ("", "progress/", "outcomes.csv"):
        assert other.get(page + what).status_code == 404
    for what in ("", "cancel/"):
        assert other.post(page + what).status_code == 404
    assert BulkDeed.objects.get().confirmed_at is None


def test_the_rest_is_left_undone_at_a_press(office, desk):
    clerk = desk(Role.CLERK)
    page = choice(clerk, some_files(office, 3))
    clerk.post(page)
    bulk.deal_with_next(BulkDeed.objects.get().pk)
    told = clerk.post(f"{page}cancel/", follow=True).content.decode()
    assert "2 applications were left as they were." in told
    assert "1 done, 0 refused, 2 cancelled, 0 waiting" in told


def test_progress_is_told_to_the_page_that_watches(office, desk):
    clerk = desk(Role.CLERK)
    page = choice(clerk, some_files(office, 4))
    clerk.post(page)
    bulk.deal_with_next(BulkDeed.objects.get().pk)
    assert clerk.get(f"{page}progress/").json() == {
        "told": "1 done, 0 refused, 0 cancelled, 3 waiting",
        "share": 25,
        "finished": False,
    }


def test_the_outcome_of_each_file_is_taken_away_as_a_table(office, desk):
    clerk = desk(Role.CLERK)
    fresh, received = filed_case(office), case_in(State.RECEIVED, office)
    page = choice(clerk, [fresh, received])
    clerk.post(page)
    bulk.carry_out()
    text = clerk.get(f"{page}outcomes.csv").getvalue().decode("utf-8-sig")
    head, first, second = text.splitlines()
    assert first.startswith(f"{fresh.number},done,")
    assert second.startswith(f"{received.number},refused,“receive” is not possible")
    assert clerk.get(BULK).context["deeds"][0].refused == 1


def test_the_pages_cost_the_same_queries_for_one_file_and_many(
    office, desk, django_assert_max_num_queries
):
    clerk = desk(Role.CLERK)
    for count in (1, 12):
        page = choice(clerk, some_files(office, count))
        with django_assert_max_num_queries(7):
            clerk.get(page)
        clerk.post(page)
        bulk.carry_out()
        for what in (page, f"{page}progress/", BULK):
            with django_assert_max_num_queries(10):
                clerk.get(what)
