"""The reports made of tables: what they say, to whom, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.reports.catalogue import REPORTS
from tests.factories import an_office
from tests.indicators.factories import a_center, counted, issued, office, received, told
from tests.procedures.factories import published
from tests.reports.factories import somebody
from tests.reports.samples import PERIOD, handed, many_files

pytestmark = pytest.mark.django_db
LATE = {"due_at": "2025-09-29 17:00"}


def tables(client, report, **asked):
    """By key, each a list of rows of words."""
    answer = client.get(f"/reports/{report}/", PERIOD | asked)
    assert answer.status_code == 200
    return {
        table.key: [[cell.text for cell in row] for row in table.printed_rows()]
        for table in answer.context["tables"]
    }


def row(rows, name):
    return next(found[1:] for found in rows if found[0] == name)


def test_lateness_names_who_had_the_file_when_it_became_due():
    same = office()
    counted(
        issued(handed(told(**same), LATE), "2025-10-03 08:00"),
        handed(told(**same), LATE),
        issued(told(**same), "2025-09-23 12:00"),
    )
    found = tables(somebody(Role.SUPERVISOR), "lateness")
    assert row(found["causes"], "Review") == ["1", "100.00 %", "0"]
    assert row(found["causes"], "Hand-over for review") == ["0", "0.00 %", "1"]
    assert row(found["centers"], same["receiving_center"].name)[:3] == ["2", "1", "50.00 %"]


def test_a_link_of_every_number_leads_to_as_many_files():
    many_files()
    client = somebody(Role.SUPERVISOR)
    for report in ("lateness", "ageing"):
        page = client.get(f"/reports/{report}/", PERIOD)
        cells = [cell for table in page.context["tables"] for line in table.rows for cell in line]
        linked = {cell.href: cell.value for cell in cells if cell.href and cell.value}
        assert linked
        assert {href: client.get(href).context["count"] for href in linked} == linked


def test_open_files_stand_in_the_class_of_their_age():
    same = office()
    counted(received(told(**same), "2025-09-23 10:00"), issued(told(**same), "2025-09-23 12:00"))
    found = tables(somebody(Role.SUPERVISOR), "ageing")
    assert row(found["holders"], "Hand-over for review")[:7] == ["1", "0", "0", "0", "0", "0", "1"]


def test_the_longest_wait_is_named_with_how_much_waits_there_now():
    same = office()
    counted(issued(told(**same), "2025-10-03 10:00"), received(told(**same), "2025-09-23 10:00"))
    found = tables(somebody(Role.SUPERVISOR), "bottlenecks")
    assert found["steps"][0][0] == "Review"
    assert row(found["steps"], "Hand-over for review")[2] == "1"


def test_a_person_has_what_they_took_in_and_what_is_assigned_to_them():
    here = an_office()
    clerk, officer = here.clerk, here.officer
    story = told(receiving_center=here.center)
    lifecycle.receive(story, actor=clerk, at=story.case.filed_at)
    lifecycle.assign(story, actor=clerk, at=story.case.filed_at, officer=officer.account)
    counted(story)
    found = tables(somebody(Role.LEADER, here.center), "workload")["people"]
    assert row(found, here.colleague(Role.CLERK).username)[1:5] == ["0", "0", "1", "0"]
    assert row(found, here.colleague(Role.OFFICER).username)[1:3] == ["1", "1"]


def test_people_are_named_to_their_own_office_and_to_who_chooses_it():
    here, elsewhere = an_office(), an_office()
    clerk = here.colleague(Role.CLERK)
    assert "people" not in tables(somebody(Role.SUPERVISOR), "workload")
    chosen = tables(somebody(Role.ADMIN), "workload", center=here.center.code)
    assert clerk.username in chosen["people"][0]
    other = somebody(Role.LEADER, elsewhere.center)
    assert clerk.username not in other.get("/reports/workload/").text
    asked = {"open": "all", "officer": clerk.pk}
    assert other.get("/reports/files/", PERIOD | asked).status_code == 400


def test_what_files_lack_is_counted():
    same = office()
    counted(
        issued(told(**same), "2025-09-23 12:00"),
        issued(told(**same), "2025-09-23 12:00", electronic=False),
    )
    found = tables(somebody(Role.SUPERVISOR), "data-quality")["checks"]
    assert row(found, "Ended without a result file") == ["1", "2", "50.00 %"]


@pytest.mark.parametrize("report", [*REPORTS])
def test_an_office_reads_of_its_own_files_only_and_citizens_nothing(report):
    center = a_center(name="Trung tâm phường Gia Cẩm")
    own = many_files(receiving_center=center, procedure_version=published())
    elsewhere = a_center(name="Trung tâm phường Nông Trang")
    other = many_files(receiving_center=elsewhere, procedure_version=published())
    answer = somebody(Role.LEADER, own[0].receiving_center).get(f"/reports/{report}/", PERIOD)
    assert own[0].receiving_center.name in answer.text
    assert other[0].receiving_center.name not in answer.text
    assert other[0].number not in answer.text
    assert somebody(Role.CITIZEN).get(f"/reports/{report}/").status_code == 403


@pytest.mark.parametrize("report", [*REPORTS])
def test_a_report_costs_the_same_for_more_files_and_offices(report):
    client, found = somebody(Role.SUPERVISOR), []
    for _ in range(2):
        many_files()
        client.get(f"/reports/{report}/", PERIOD)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/reports/{report}/", PERIOD).status_code == 200
        found.append(len(queries))
    assert found[0] == found[1] < 25


@pytest.mark.parametrize("report", [*REPORTS])
def test_a_bad_question_is_answered_beside_its_field(report):
    answer = somebody(Role.SUPERVISOR).get(f"/reports/{report}/", {"from": "2025-13-01"})
    assert (answer.status_code, "Enter a valid date." in answer.text) == (400, True)


def test_a_table_is_exported_as_it_stands():
    many_files()
    client = somebody(Role.SUPERVISOR)
    csv = client.get("/reports/tables/lateness/causes.csv", PERIOD)
    assert b"Reception," in b"".join(csv.streaming_content)
    xlsx = client.get("/reports/tables/lateness/causes.xlsx", PERIOD)
    assert b"".join(xlsx.streaming_content).startswith(b"PK")
    assert client.get("/reports/tables/lateness/nothing.csv", PERIOD).status_code == 404
    assert client.get("/reports/tables/lateness/causes.exe", PERIOD).status_code == 404
