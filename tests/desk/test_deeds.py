import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle, papers
from caseflow.applications.deadlines import DueKind
from caseflow.applications.models import Application
from caseflow.applications.serializers.deeds import INPUTS
from caseflow.applications.states import Defect, State, Verb
from caseflow.desk import deeds
from tests.factories import MONDAY, a_supervisor, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db


def page_of(case, what=""):
    return f"/admin/applications/application/{case.number}/{what}"


def test_the_case_page_offers_exactly_the_deeds_open_to_the_asker(office, desk):
    case = filed_case(office)
    offered = desk(Role.CLERK).get(page_of(case)).context["deeds"]
    assert {button.verb for button in offered.all} == {
        Verb.RECEIVE,
        Verb.REFUSE,
        Verb.REQUEST_SUPPLEMENT,
        Verb.TRANSFER,
        Verb.ASSIGN,
        Verb.NOTE,
    }


@pytest.mark.parametrize("verb", INPUTS)
def test_every_verb_has_a_form_with_all_fields_of_its_input(office, verb):
    form = deeds.input_form(verb, filed_case(office))
    lists = [rows.name for rows in form.lists]
    # A page corrects fields in the form as a whole.
    assert {*form.fields.fields, *lists, *form.sheets} == set(INPUTS[verb]().fields) - {"fields"}


def test_one_press_receives_a_file(office, desk):
    case = filed_case(office)
    answer = desk(Role.CLERK).post(page_of(case, "receive/"), {"seen": 1}, follow=True)
    assert "Done: receive." in answer.content.decode()
    assert Application.objects.get().state == State.RECEIVED


def test_a_second_press_does_nothing_and_says_so(office, desk):
    case, clerk = filed_case(office), desk(Role.CLERK)
    clerk.post(page_of(case, "receive/"), {"seen": 1})
    answer = clerk.post(page_of(case, "receive/"), {"seen": 1}, follow=True)
    assert "Nothing was done" in answer.content.decode()
    assert "receive, by reception clerk" in answer.content.decode()
    assert Application.objects.get().last_sequence == 2


def test_a_missing_reason_is_asked_for_beside_its_field(office, desk):
    case = filed_case(office)
    answer = desk(Role.CLERK).post(page_of(case, "refuse/"), {"seen": 1, "reason": ""})
    assert answer.context["form"].fields.errors["reason"]
    assert Application.objects.get().state == State.FILED


def test_a_supplement_is_requested_for_the_rows_filled_in(office, desk):
    case = filed_case(office)
    row = {"paper": "other", "defect": "missing", "text": "Bổ sung"}
    typed = {f"items-1-{name}": text for name, text in row.items()}
    desk(Role.CLERK).post(page_of(case, "request_supplement/"), {"seen": 1} | typed)
    saved = Application.objects.get()
    assert saved.state == State.SUPPLEMENT_REQUESTED
    assert saved.events.get(sequence=2).statement.body == {"items": [row]}


def test_a_faulty_row_is_marked_where_it_stands(office, desk):
    typed = {"seen": 1, "items-1-defect": "missing", "items-1-text": "Bổ sung"}
    answer = desk(Role.CLERK).post(page_of(filed_case(office), "request_supplement/"), typed)
    (rows,) = answer.context["form"].lists
    assert [bool(form.errors) for form in rows.forms] == [False, True, False]


def test_more_rows_keep_what_was_typed(office, desk):
    typed = {"items-0-text": "Bổ sung", "items-more": "1", "items-rows": "3"}
    answer = desk(Role.CLERK).post(page_of(filed_case(office), "request_supplement/"), typed)
    (rows,) = answer.context["form"].lists
    assert (rows.count, rows.said()) == (6, [{"text": "Bổ sung"}])


def test_only_the_fields_asked_for_are_corrected_and_held_to_the_schema(office, desk):
    case, clerk = case_in(State.RECEIVED, office), desk(Role.CLERK)
    item = {"field": "copies", "defect": Defect.WRONG, "text": "Ghi rõ số bản"}
    lifecycle.request_supplement(case.pk, actor=office.clerk, at=MONDAY, items=[item])
    page = page_of(case, "supply/")
    assert list(clerk.get(page).context["form"].sheets["form"].fields.fields) == ["copies"]
    answer = clerk.post(page, {"seen": 3, "form-copies": "-1"})
    assert "copies" in answer.context["form"].sheets["form"].fields.errors
    clerk.post(page, {"seen": 3, "form-copies": "2"})
    assert Application.objects.get().form == {"child_name": "Lò Văn An", "copies": 2}


def test_a_deed_of_another_role_is_forbidden(office, desk):
    case = case_in(State.IN_REVIEW, office)
    assert desk(Role.CLERK).post(page_of(case, "approve/"), {"seen": 3}).status_code == 403


def test_a_file_of_another_office_is_not_there(office, desk):
    case = filed_case(an_office())
    clerk = desk(Role.CLERK)
    for what in ("", "due/", "receive/", "papers/1/"):
        assert clerk.get(page_of(case, what)).status_code == 404


def test_a_supervisor_sees_who_but_not_how_to_reach_them(office, desk):
    page = desk(a_supervisor()).get(page_of(filed_case(office)))
    text = page.content.decode()
    assert "•••••••••123" in text
    assert "025184000123" not in text
    assert "0912345678" not in text
    assert "Lò Văn An" not in text
    assert page.context["deeds"].all == []


def test_nothing_is_typed_over_through_the_stock_form(office, desk):
    case = filed_case(office)
    leader = desk(Role.LEADER)
    for what in (page_of(case), page_of(case, "change/"), page_of(case, "delete/")):
        leader.post(what, {"state": "returned", "number": "X"})
    assert leader.get("/admin/applications/application/add/").status_code == 404
    assert list(Application.objects.values_list("number", "state")) == [(case.number, State.FILED)]


def test_the_case_page_costs_the_same_queries_however_much_it_shows(
    office, desk, django_assert_max_num_queries
):
    case, officer = case_in(State.IN_REVIEW, office), desk(Role.OFFICER)
    for _ in range(2):
        for sequence in range(5):
            lifecycle.note(case.pk, actor=office.clerk, at=MONDAY, text=f"{sequence}")
            keep_paper(case, office.clerk)
        with django_assert_max_num_queries(22):
            officer.get(page_of(case))


def test_papers_open_for_the_offices_that_handle_the_case(office, desk):
    case = filed_case(office)
    page = page_of(case, f"papers/{keep_paper(case, office.clerk).pk}/")
    answer = desk(Role.OFFICER).get(page)
    assert answer.getvalue().startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert desk(a_supervisor()).get(page).status_code == 403


def test_the_due_date_is_explained_day_by_day(office, desk):
    case = case_in(State.RECEIVED, office)
    page = desk(Role.CLERK).get(page_of(case, "due/"))
    (settled,) = [c for c in page.context["clocks"] if c.due.kind == DueKind.SETTLEMENT]
    assert settled.due.due_at == case.due_at
    assert [day.effect for day in settled.days] == ["not counted"] + ["counted"] * 3
    assert settled.due.law in page.content.decode()


def test_what_need_not_be_done_is_never_overdue(office, desk):
    page = desk(Role.CLERK).get(page_of(case_in(State.IN_REVIEW, office), "due/"))
    left = {clock.due.kind: clock.remaining for clock in page.context["clocks"]}
    assert left[DueKind.SETTLEMENT].tone == "late"
    assert left[DueKind.SUPPLEMENT_NOTICE] is left[DueKind.EXTENSION_NOTICE] is None


def keep_paper(case, actor):
    pdf = SimpleUploadedFile("giay.pdf", b"%PDF-1.7\n%%EOF\n")
    return papers.attach(case, pdf, paper="other", actor=actor, at=MONDAY)
