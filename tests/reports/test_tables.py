"""The reports made of tables: what they say, to whom, and at what cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.centers.models import Agency
from caseflow.indicators import rebuilding
from caseflow.indicators.models import CenterMonth, Fact
from caseflow.indicators.viewers import Viewer
from caseflow.reports import workload
from caseflow.reports.catalogue import REPORTS
from caseflow.reports.selections import Selection
from tests.centers.factories import ServiceCenterFactory
from tests.factories import MONDAY, an_office
from tests.indicators.factories import a_center, counted, issued, office, received, tally, told
from tests.procedures.factories import published
from tests.reports.factories import somebody, three_cases
from tests.reports.samples import PERIOD, handed, many_files

pytestmark = pytest.mark.django_db
FILES = "/reports/files/"
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


def told_by_nobody():
    """As where an older system did not say who had a file: one that ended late, one overdue."""
    ended = Fact.objects.exclude(late_at="").first()
    overdue = Fact.objects.open().filter(due_on__lt=date(2025, 10, 1)).first()
    Fact.objects.filter(pk__in=(ended.pk, overdue.pk)).update(late_at="", held_by="")
    rebuilding.recount()


def test_what_ended_late_with_nobody_told_is_late_all_the_same():
    center = three_cases()[0].receiving_center
    Fact.objects.update(late_at="", held_by="")
    rebuilding.recount()
    found = tables(somebody(Role.SUPERVISOR), "lateness")
    assert row(found["causes"], "Not told by the older system") == ["1", "100.00 %", "1"]
    assert row(found["centers"], center.name)[1] == "1"


def test_a_link_of_every_number_leads_to_as_many_files():
    many_files()
    told_by_nobody()
    client, linked = somebody(Role.SUPERVISOR), {}
    for report in REPORTS:
        found = client.get(f"/reports/{report}/", PERIOD).context["tables"]
        lines = [line for table in found for line in (*table.rows, table.total)]
        linked |= {cell.href: cell.value for line in lines for cell in line if cell.value}
    linked = {href: count for href, count in linked.items() if href.startswith(FILES)}
    assert len(linked) > 30
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


def test_how_long_half_and_the_first_of_what_is_open_wait_is_told_in_days():
    same, today = office(), timezone.localdate()
    days = [1, 4, 30]
    filed = (f"{today - timedelta(days=ago)} 09:00" for ago in days)
    counted(*(told(at, **same) for at in filed))
    found = tables(somebody(Role.SUPERVISOR), "bottlenecks")
    assert row(found["steps"], "Reception")[2:] == ["3", "4", "30"]


def test_a_person_has_what_they_took_in_and_what_is_assigned_to_them():
    here = an_office()
    clerk, officer = here.clerk, here.officer
    story = told(receiving_center=here.center)
    lifecycle.receive(story, actor=clerk, at=story.case.filed_at)
    lifecycle.assign(story, actor=clerk, at=story.case.filed_at, officer=officer.account)
    counted(story)
    leader = somebody(Role.LEADER, here.center)
    found = tables(leader, "workload")["people"]
    assert row(found, here.colleague(Role.CLERK).username)[1:5] == ["0", "0", "1", "0"]
    assert row(found, here.colleague(Role.OFFICER).username)[1:3] == ["1", "1"]
    chart = leader.get("/reports/workload/", PERIOD).context["chart"]
    assert chart.head == ("Person", "Open")


def test_a_long_table_begins_on_the_page_and_is_whole_on_demand_and_in_the_file():
    parent = a_center().parent
    for center in ServiceCenterFactory.create_batch(62, parent=parent, unit=parent.unit):
        tally(CenterMonth, day=date(2025, 9, 1), role="receiving", center=center, finished=1)
    client = somebody(Role.SUPERVISOR)
    page, address = "/reports/lateness/", "/reports/tables/lateness/centers.csv"
    assert "2 more stand in the download." in client.get(page, PERIOD).text
    assert len(tables(client, "lateness")["centers"]) == 60
    assert len(tables(client, "lateness", rows="all")["centers"]) == 62
    assert len(client.get(address, PERIOD).getvalue().splitlines()) == 63


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


def test_an_office_reads_of_its_own_files_only_and_citizens_nothing():
    center = a_center(name="Trung tâm phường Gia Cẩm")
    many_files(receiving_center=center, procedure_version=published())
    elsewhere = a_center(name="Trung tâm phường Nông Trang")
    other = many_files(receiving_center=elsewhere, procedure_version=published())
    leader, citizen = somebody(Role.LEADER, center), somebody(Role.CITIZEN)
    for address in (f"/reports/{report}/" for report in REPORTS):
        text = leader.get(address, PERIOD).text
        assert center.name in text, address
        assert elsewhere.name not in text, address
        assert other[0].number not in text, address
        assert citizen.get(address).status_code == 403, address


def test_a_report_costs_the_same_for_more_files_and_offices():
    client, found = somebody(Role.SUPERVISOR), []
    for _ in range(2):
        many_files()
        found.append({report: queries_of(client, report) for report in REPORTS})
    assert found[0] == found[1]
    assert max(found[0].values()) < 25


def queries_of(client, report):
    """Of a second visit: what is remembered between two is asked in the first."""
    client.get(f"/reports/{report}/", PERIOD)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/reports/{report}/", PERIOD).status_code == 200
    return len(queries)


def test_a_bad_question_is_answered_beside_its_field():
    client = somebody(Role.SUPERVISOR)
    for report in REPORTS:
        answer = client.get(f"/reports/{report}/", {"from": "2025-13-01"})
        assert (answer.status_code, "Enter a valid date." in answer.text) == (400, True)


def test_days_that_have_not_come_are_no_working_days():
    viewer = Viewer(Agency.objects.filter(pk=an_office().center.pk), of_the_province=False)
    march = Selection(viewer, date(2026, 3, 2), date(2026, 3, 31))
    days = [workload.working_days(march, MONDAY + timedelta(passed)) for passed in (-1, 0, 7)]
    assert days == [0, 1, 6]


def test_a_table_is_exported_as_it_stands():
    many_files()
    client = somebody(Role.SUPERVISOR)
    csv = client.get("/reports/tables/lateness/causes.csv", PERIOD)
    assert b"Reception," in b"".join(csv.streaming_content)
    xlsx = client.get("/reports/tables/lateness/causes.xlsx", PERIOD)
    assert b"".join(xlsx.streaming_content).startswith(b"PK")
    assert client.get("/reports/tables/lateness/nothing.csv", PERIOD).status_code == 404
    assert client.get("/reports/tables/lateness/causes.exe", PERIOD).status_code == 404
