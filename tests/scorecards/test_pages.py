"""Pages and API: who gets in, what bad input is told, and that both languages are whole."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from caseflow.accounts.models import Role
from caseflow.indicators.models import PublishedFigure, Tally
from caseflow.scorecards.models import Assessment, Baseline, Revision, ScoringRule, Training
from tests.reports.factories import counted, somebody
from tests.scorecards.factories import (
    a_commune,
    a_criterion,
    a_province,
    a_rule,
    bands,
    filings,
    light_rule,
)
from tests.sharing import shared_rows

pytestmark = pytest.mark.django_db
OF_THE_PROVINCE = ("communes/", "targets/", "lights/", "published/", "coverage/")
PAGES = ("", *OF_THE_PROVINCE)
API = ("decision-766/", *OF_THE_PROVINCE)


@pytest.fixture(scope="module")
def counted_province(django_db_setup, django_db_blocker):
    """Two communes, files in one of them, and something on every page."""
    with shared_rows(django_db_blocker):
        found = a_province()
        counted(*filings(a_commune(found), online=3, counter=1))
        a_commune(found, "Phường Nông Trang")
        a_rule("3.3", "online_filing_rate")
        bands()
        a_criterion(1, "online_filing_rate", 90)
        a_criterion(2)
        light_rule()
        yield found


@pytest.fixture
def province(counted_province, db):
    return counted_province


def an_admin() -> Client:
    user = get_user_model().objects.create_superuser("root", role=Role.ADMIN)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_a_supervisor_sees_every_page_before_anything_is_counted(db):
    sees_every_page()


def test_a_supervisor_sees_every_page_on_data(province):
    sees_every_page()


def sees_every_page():
    client = somebody(Role.SUPERVISOR)
    for name in PAGES:
        answer = client.get(f"/scorecards/{name}")
        assert answer.status_code == 200, name
        assert "style=" not in answer.text.split("<main", 1)[-1], name


def test_pages_are_for_who_works_for_the_office(province, client):
    citizen, clerk = somebody(Role.CITIZEN), somebody(Role.CLERK, a_commune(province))
    for name in PAGES:
        address = f"/scorecards/{name}"
        found = [asker.get(address).status_code for asker in (client, citizen, clerk)]
        assert found == [302, 403, 403 if name else 200], name


def test_the_api_answers_the_supervisor_and_nobody_outside(province, client):
    askers = (client, somebody(Role.CITIZEN), somebody(Role.SUPERVISOR))
    for path in API:
        address = f"/api/v1/scorecards/{path}"
        assert [asker.get(address).status_code for asker in askers] == [401, 403, 200], path


def test_page_and_api_say_the_same_points(province):
    client, asked = somebody(Role.SUPERVISOR), {"unit": province.code, "period": "2025-09"}
    told = client.get("/api/v1/scorecards/decision-766/", asked).json()
    page = client.get("/scorecards/", asked).text
    assert told["sums"] == {"most": "10.00", "reached": "7.50", "lost": "2.50", "open": "0.00"}
    assert told["groups"][0]["indicators"][0]["figure"]["numerator"] == 3
    assert "7.50 / 10.00" in page


def test_an_office_cannot_ask_for_another_place(province):
    own = a_commune(province)
    clerk = somebody(Role.CLERK, own)
    assert clerk.get("/scorecards/", {"unit": own.code}).status_code == 200
    assert clerk.get("/scorecards/", {"unit": province.code}).status_code == 400
    api = clerk.get("/api/v1/scorecards/decision-766/", {"unit": province.code})
    assert (api.status_code, list(api.json()["fields"])) == (400, ["unit"])


BAD_INPUT = (
    ("", {"period": "2025-13"}, "Give a year, a quarter or a month"),
    ("", {"period": "٢٠٢٥"}, "Give a year, a quarter or a month"),
    ("", {"unit": "nowhere"}, "Choose a place from the list."),
    ("", {"unit": "\x00"}, "Choose a place from the list."),
    ("communes/", {"by": "nothing"}, "No figure has this key"),
    # Counted of a province only: every commune would stand without a rank.
    ("communes/", {"by": "procedures_full_rate"}, "No figure has this key"),
    ("lights/", {"day": "30/09/2025"}, "Give a day as 2026-09-30."),
    ("lights/", {"day": "9999-12-31"}, "Give a day as 2026-09-30."),
    ("lights/{code}/", {"day": "0001-01-01"}, "Give a day as 2026-09-30."),
    ("lights/{code}/", {"day": "2100-01-01"}, "Give a day as 2026-09-30."),
)


def test_bad_input_is_told_on_the_page(province):
    client = somebody(Role.SUPERVISOR)
    for name, asked, message in BAD_INPUT:
        answer = client.get(f"/scorecards/{name.format(code=province.code)}", asked)
        assert (answer.status_code, message in answer.text) == (400, True), (name, asked)


def test_a_day_that_is_none_is_told_by_the_api(province):
    client = somebody(Role.SUPERVISOR)
    for day in ("30/09/2025", "9999-12-31"):
        answer = client.get("/api/v1/scorecards/lights/", {"day": day})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["day"])


def test_a_commune_shows_its_criteria_evidence_and_last_months(province):
    unit = a_commune(province).unit
    client = somebody(Role.SUPERVISOR)
    answer = client.get(f"/scorecards/lights/{unit.code}/", {"day": "2025-09-30"})
    assert len(answer.context["history"]) == 6
    assert "not assessed yet" in answer.text
    for code in ("nowhere", "99999", "%00"):
        assert client.get(f"/scorecards/lights/{code}/").status_code == 404


def test_no_page_asks_more_the_more_communes_there_are(province, django_assert_max_num_queries):
    for _number in range(5):
        a_commune(province)
    client = somebody(Role.SUPERVISOR)
    for name in PAGES:
        with django_assert_max_num_queries(26, info=name):
            client.get(f"/scorecards/{name}", {"period": "2025-09"})


def test_a_page_can_be_had_on_paper(province):
    answer = somebody(Role.SUPERVISOR).get("/scorecards/", {"format": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_an_administrator_changes_a_rule_and_sees_how_it_read_before():
    rule, client = a_rule("3.6", "online_filing_rate"), an_admin()
    address = f"/admin/scorecards/scoringrule/{rule.pk}/change/"
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() or "" for name in form.fields}
    assert client.post(address, values | {"most": "6"}).status_code == 302
    assert client.post(address, values | {"most": "5"}).status_code == 302
    assert ScoringRule.objects.get(pk=rule.pk).most == 5
    assert "most: 6.00 → 5.00" in client.get(address).text


def test_no_form_writes_a_figure_that_is_counted(province):
    client, counted_before = an_admin(), list(Tally.objects.values())
    for table in ("tally", "fact", "centermonth"):
        assert client.get(f"/admin/indicators/{table}/").status_code == 404
    values = {
        "key": "online_filing_rate", "place": province.name, "unit": province.pk,
        "period_from": "2025-09-01", "period_to": "2025-09-30", "value": "99",
        "measure": "percent", "source_url": "https://example.org/",
    }  # fmt: skip
    assert client.post("/admin/indicators/publishedfigure/add/", values).status_code == 302
    assert PublishedFigure.objects.get().value == 99
    assert list(Tally.objects.values()) == counted_before != []


def test_a_counted_criterion_cannot_be_assessed_by_hand(province):
    client = an_admin()
    page = client.get("/admin/scorecards/assessment/add/")
    choices = page.context["adminform"].form.fields["criterion"].queryset
    assert [criterion.number for criterion in choices] == [2]
    unit = a_commune(province).unit
    values = {
        "criterion": choices[0].pk,
        "unit": unit.pk,
        "day": "2025-09-30",
        "finding": "met",
        "evidence": "Biên bản 12",
    }
    assert client.post("/admin/scorecards/assessment/add/", values).status_code == 302
    assert Assessment.objects.get().recorded_by.username == "root"


def test_a_commune_has_no_criterion_of_a_figure_that_is_counted_for_provinces_only():
    client = an_admin()
    values = {
        "level": "commune", "number": 9, "key": "procedures_full_rate", "least": "90", "days": 30,
        "name": "Một", "name_en": "One", "valid_from": "2025-01-01", "source": "QĐ",
    }  # fmt: skip
    address = "/admin/scorecards/criterion/add/"
    assert "for a whole province only" in client.post(address, values).text
    assert client.post(address, values | {"level": "province"}).status_code == 302


def test_a_register_is_imported_in_the_admin_and_problems_are_shown(province):
    client, address = an_admin(), "/admin/scorecards/training/import/"
    head = "unit,held_on,subject,audience,participants,source"
    good = f"{head}\n{province.code},2025-09-01,Một,Cán bộ,30,QĐ 1\n"
    bad = SimpleUploadedFile("a.csv", good.replace("30", "nhiều").encode())
    answer = client.post(address, {"file": bad})
    assert answer.status_code == 400
    assert "participants" in answer.text
    file = SimpleUploadedFile("a.csv", good.encode())
    assert client.post(address, {"file": file}).status_code == 302
    assert (Training.objects.count(), Revision.objects.count()) == (1, 1)


def test_a_baseline_is_frozen_in_the_admin_and_an_empty_period_is_told(province):
    client, address = an_admin(), "/admin/scorecards/baseline/add/"
    form = client.get(address).context["adminform"].form
    assert form["dong_per_hour"].value() == 40_000
    values = {
        "unit": province.pk, "first": "2025-09-01", "last": "2025-09-30", "least_files": 2,
        "dong_per_hour": 40_000, "hours_online": "0.5", "hours_post": "2", "hours_counter": "4",
        "source": "QĐ", "left_out": "9.999999 không có",
    }  # fmt: skip
    assert "No procedure has the code 9.999999." in client.post(address, values).text
    values["left_out"] = ""
    empty = client.post(address, values | {"first": "2024-01-01", "last": "2024-01-31"})
    assert "Nothing was counted there in this period." in empty.text
    unfinished = client.post(address, values | {"last": "2099-12-31"})
    assert "The period is not over yet." in unfinished.text
    assert client.post(address, values).status_code == 302
    frozen = Baseline.objects.get()
    assert client.get(f"/admin/scorecards/baseline/{frozen.pk}/change/").status_code == 200
