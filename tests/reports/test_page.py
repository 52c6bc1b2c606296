import re
from html import unescape

import pytest
from django.urls import reverse

from caseflow.accounts.models import Role
from caseflow.applications.models import Application
from caseflow.indicators.definitions import TOLD_BY_PROCEDURE
from caseflow.indicators.models import ProcedureDay, ProcedureMonth
from caseflow.reports.views import processing
from tests.indicators.factories import a_center, issued, office, told
from tests.procedures.factories import published
from tests.reports.factories import PAGE, WEEK, counted, somebody, three_cases

pytestmark = pytest.mark.django_db


def page(client, **asked):
    return client.get(PAGE, WEEK | {"to": "2025-10-31"} | asked)


def codes(answer, key):
    [table] = (table for table in answer.context["tables"] if table.key == key)
    return [line.code for line in table.lines]


def test_a_stranger_is_sent_to_the_desks_login(client):
    answer = client.get(PAGE)
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


def test_a_citizen_is_turned_away():
    assert somebody(Role.CITIZEN).get(PAGE).status_code == 403


def test_office_staff_without_a_post_is_turned_away():
    assert somebody(Role.CLERK).get(PAGE).status_code == 403


def test_the_supervisor_sees_volumes_and_times_of_all_centres():
    three_cases()
    three_cases()
    report = page(somebody(Role.SUPERVISOR)).context["report"]
    assert (report.totals["filed"], report.totals["finished"], report.totals["finished_late"]) == (
        6,
        4,
        2,
    )
    assert report.speed.median == pytest.approx(2 * 3600, rel=0.01)
    assert report.speed.nine_tenths == pytest.approx(10 * 86_400, rel=0.01)
    assert (report.standing.open, report.standing.overdue) == (2, 2)


def test_an_office_sees_its_own_figures_only():
    own, _other = three_cases(), three_cases()
    for role in (Role.CLERK, Role.OFFICER, Role.LEADER):
        answer = page(somebody(role, own[0].receiving_center))
        assert answer.context["report"].totals["filed"] == 3
        assert codes(answer, "center") == [own[0].receiving_center.code]


def test_another_offices_centre_cannot_be_asked_for():
    own, other = office()["receiving_center"], a_center()
    answer = page(somebody(Role.LEADER, own), center=other.code)
    assert answer.status_code == 400
    assert "No centre is called so." in answer.text


def test_centre_and_procedure_narrow_the_report():
    center = a_center()
    cases = three_cases(receiving_center=center, procedure_version=published())
    three_cases(receiving_center=center, procedure_version=published())
    answer = page(somebody(Role.ADMIN), center=center.code, procedure=cases[0].procedure.code)
    assert answer.context["report"].totals["filed"] == 3
    assert codes(answer, "procedure") == [cases[0].procedure.code]


def test_a_name_without_accents_finds_its_centre():
    center = a_center(name="Trung tâm phường Gia Cẩm")
    three_cases(receiving_center=center, procedure_version=published())
    answer = page(somebody(Role.ADMIN), center="gia cam")
    assert answer.context["selection"].center == center


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"from": "2025-13-01"}, "Enter a valid date."),
        ({"to": "2025-09-01"}, "The period ends before it begins."),
        ({"from": "2001-01-01"}, "Choose ten years at most."),
        ({"from": "0001-01-01", "to": "0001-01-02"}, "greater than or equal to 1900-01-01"),
        ({"from": "9999-12-31", "to": "9999-12-31"}, "less than or equal to"),
        ({"procedure": "no such"}, "No procedure is called so."),
        ({"center": "x" * 201}, "at most 200 characters"),
        ({"center": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_a_bad_question_is_answered_beside_its_field(asked, message):
    answer = page(somebody(Role.SUPERVISOR), **asked)
    assert answer.status_code == 400
    assert message in answer.text


def test_lines_beyond_the_first_are_counted_until_they_are_asked_for(monkeypatch):
    monkeypatch.setattr(processing, "ROWS", 1)
    three_cases()
    three_cases()
    client = somebody(Role.SUPERVISOR)
    for asked, shown in (({}, (1, 1)), ({"rows": "all"}, (2, 0))):
        table = page(client, **asked).context["tables"][0]
        assert (len(table.lines), table.left_out) == shown


def test_an_order_that_does_not_exist_is_the_usual_one():
    answer = page(somebody(Role.SUPERVISOR), sort="'")
    assert (answer.status_code, answer.context["sort"]) == (200, "-late")


def test_nothing_counted_is_said_and_no_rate_is_made_up():
    answer = somebody(Role.SUPERVISOR).get(PAGE)
    assert answer.status_code == 200
    assert "%" not in answer.text
    assert "No file ended in this period." in answer.text


def test_the_default_period_is_the_months_of_the_last_filings():
    three_cases()
    selection = somebody(Role.SUPERVISOR).get(PAGE).context["selection"]
    assert (str(selection.first), str(selection.last)) == ("2025-09-01", "2025-09-30")


def test_an_old_file_does_not_stretch_the_default_period():
    counted(told("2012-09-23 09:00"), told("2025-09-23 09:00"))
    answer = somebody(Role.SUPERVISOR).get(PAGE)
    assert (answer.status_code, str(answer.context["selection"].first)) == (200, "2024-11-01")


def test_the_slowest_come_first_and_a_link_turns_the_order():
    slow, quick = office(), office()
    counted(
        issued(told(**slow), "2025-09-30 10:00"),
        issued(told(**quick), "2025-09-23 12:00"),
        told(),
    )
    client = somebody(Role.SUPERVISOR)
    for sort, places in (("-nine_tenths", [0, 1, 2]), ("nine_tenths", [1, 0, 2])):
        centers = [slow["receiving_center"].code, quick["receiving_center"].code]
        lines = page(client, sort=sort).context["tables"][1].lines
        found = [line.code for line in lines]
        assert [*(found.index(code) for code in centers), 2] == places
        assert lines[2].speed.median is None


def test_overdue_files_stand_on_the_page_and_lead_to_the_desk_and_to_all_of_them():
    case = three_cases()[2]
    client = somebody(Role.SUPERVISOR)
    text = page(client).text
    assert f'href="{reverse("admin:applications_application_change", args=[case.number])}"' in text
    links = re.findall(r'href="(/reports/files/[^"]+open=overdue)"', text)
    assert len(links) == 3
    for link in links:
        assert case.number.encode() in b"".join(client.get(unescape(link)))


def test_nothing_on_the_page_needs_script_or_style_attributes():
    three_cases()
    text = page(somebody(Role.SUPERVISOR)).text
    report = text[text.index('<div class="report">') : text.index('id="footer"')]
    assert "<script" not in report
    assert "style=" not in report
    assert "onclick" not in report


def test_the_number_of_queries_does_not_depend_on_the_number_of_files(
    django_assert_num_queries, django_assert_max_num_queries
):
    client, same = somebody(Role.SUPERVISOR), office()
    three_cases(**same)
    three_cases()
    page(client)
    with django_assert_max_num_queries(35) as few:
        page(client)
    three_cases()
    assert Application.objects.count() == 9
    with django_assert_num_queries(len(few)):
        page(client)


@pytest.mark.parametrize("table", [ProcedureDay, ProcedureMonth])
def test_what_is_told_of_every_procedure_lies_in_an_index_by_day_and_month(table):
    [index] = table._meta.indexes
    assert {*processing.NAMES, *TOLD_BY_PROCEDURE} <= set(index.include)
