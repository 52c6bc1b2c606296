"""The register at the desk: who opens it, what it shows, how it is exported."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role, User
from caseflow.applications.states import State
from caseflow.centers.models import Officer
from caseflow.desk import register
from caseflow.issuing.books import Wanted, every_line
from tests.centers.factories import AgencyFactory
from tests.factories import IDENTITY, a_procedure, a_supervisor, an_office, case_in
from tests.issuing.papers import follow_up

pytestmark = pytest.mark.django_db
REGISTER = "/admin/issuing/registerentry/"
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}


@pytest.fixture
def version():
    return a_procedure(procedure__field="Hộ tịch")


def received(office, version, **options):
    return follow_up(case_in(State.RECEIVED, office, version=version, **options))


def shown(answer) -> list[str]:
    return [line.number for line in answer.context["page"].lines]


def test_the_register_opens_on_this_month(office, desk, version):
    today = timezone.localdate()
    found = desk(Role.CLERK).get(REGISTER).context["found"]
    assert (found.wanted.first, found.wanted.last) == (today.replace(day=1), today)


def test_a_clerk_reads_the_lines_of_the_own_centre_only(office, desk, version):
    own = received(office, version, address="Khu 3")
    received(an_office(), version)
    answer = desk(Role.CLERK).get(REGISTER, YEAR)
    assert shown(answer) == [own.number]
    for said in ("Lò Thị Quỳnh Mai", "Khu 3", "Hộ tịch · 2026"):
        assert said in answer.content.decode()


def test_the_centre_of_another_office_cannot_be_asked_for(office, desk, version):
    elsewhere = an_office()
    received(elsewhere, version)
    answer = desk(Role.CLERK).get(REGISTER, YEAR | {"center": elsewhere.center.code})
    assert shown(answer) == []


def test_who_supervises_reads_any_register_without_names(office, desk, version):
    case = received(office, version)
    answer = desk(a_supervisor()).get(REGISTER, YEAR | {"center": office.center.code})
    assert shown(answer) == [case.number]
    assert "Quỳnh Mai" not in answer.content.decode()


def test_an_office_that_is_no_centre_is_told_that_it_keeps_none(db, desk):
    officer = User.objects.create_user("department", role=Role.OFFICER, is_staff=True)
    Officer.objects.create(user=officer, agency=AgencyFactory())
    answer = desk(officer).get(REGISTER)
    assert answer.status_code == 403
    assert "Only service centres keep a register" in answer.content.decode()


def test_no_identity_number_stands_in_the_register_or_its_exports(office, desk, version):
    received(office, version)
    clerk = desk(Role.CLERK)
    pages = [clerk.get(REGISTER, YEAR).content, b"".join(clerk.get(f"{REGISTER}csv/", YEAR))]
    assert not any(IDENTITY.encode() in page for page in pages)


def test_a_period_that_ends_before_it_begins_is_refused_with_the_field(office, desk):
    asked = {"first": "2026-05-01", "last": "2026-04-01"}
    clerk = desk(Role.CLERK)
    answer = clerk.get(REGISTER, asked)
    assert "The period ends before it begins" in answer.content.decode()
    assert clerk.get(f"{REGISTER}csv/", asked).status_code == 302


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "x"},
        {"first": "0001-01-01"},
        {"last": "9999-12-31"},
        {"field": "?\x00"},
        {"center": "?"},
        {"after": "9999999999999999999.1"},
        {"before": "1.x"},
    ],
)
def test_nonsense_in_the_address_breaks_nothing(office, desk, asked):
    assert desk(Role.CLERK).get(REGISTER, YEAR | asked).status_code == 200


def test_pages_follow_one_another(office, desk, version, monkeypatch):
    monkeypatch.setattr(register, "PAGE", 2)
    newest = [received(office, version).number for _file in range(3)][::-1]
    clerk = desk(Role.CLERK)
    first = clerk.get(REGISTER, YEAR)
    second = clerk.get(f"{REGISTER}?{first.context['next_page']}")
    assert (shown(first), shown(second)) == (newest[:2], newest[2:])
    assert shown(clerk.get(f"{REGISTER}?{second.context['previous_page']}")) == newest[:2]


def test_a_page_costs_the_same_however_many_lines_it_has(
    office, desk, version, django_assert_max_num_queries
):
    for _file in range(3):
        received(office, version)
    clerk = desk(Role.CLERK)
    with django_assert_max_num_queries(9):
        clerk.get(REGISTER, YEAR)


def test_a_table_for_spreadsheets_holds_nothing_that_computes(office, desk, version):
    received(office, version, full_name="=cmd()", phone="+84912345678")
    clerk = desk(Role.CLERK)
    csv = b"".join(clerk.get(f"{REGISTER}csv/", YEAR)).decode("utf-8-sig")
    assert "'=cmd()" in csv
    content = b"".join(clerk.get(f"{REGISTER}xlsx/", YEAR))
    with ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<c t="inlineStr" s="2"><is><t xml:space="preserve">=cmd()</t></is></c>' in sheet
    assert "<f>" not in sheet


def test_exports_are_named_for_centre_and_period(office, desk, version):
    received(office, version)
    asked = YEAR | {"field": "Hộ tịch"}
    for kind in ("csv", "xlsx", "pdf"):
        answer = desk(Role.CLERK).get(f"{REGISTER}{kind}/", asked)
        name = f"register-{office.center.code}-20260101-20261231.{kind}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert b"".join(answer)


def told(answer, client) -> str:
    assert answer.status_code == 302
    return client.get(answer.url).content.decode()


def test_only_one_book_can_be_printed_at_a_time(office, desk, version):
    received(office, version)
    received(office, a_procedure(procedure__field="Đất đai"))
    clerk = desk(Role.CLERK)
    assert "one field and one year" in told(clerk.get(f"{REGISTER}pdf/", YEAR), clerk)


def test_a_period_too_long_to_print_says_what_to_do_instead(office, desk, version, settings):
    settings.ISSUING_REGISTER_PDF_LINES = 1
    for _file in range(2):
        received(office, version)
    clerk = desk(Role.CLERK)
    assert "choose a shorter one, or a table" in told(clerk.get(f"{REGISTER}pdf/", YEAR), clerk)


def test_an_unknown_kind_of_export_is_not_found(office, desk):
    assert desk(Role.CLERK).get(f"{REGISTER}doc/", YEAR).status_code == 404


def test_an_export_of_many_lines_reads_them_by_the_thousand(
    office, version, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("caseflow.issuing.books.CHUNK", 2)
    for _file in range(5):
        received(office, version)
    wanted = Wanted(office.center, date(2026, 1, 1), date(2026, 12, 31))
    with django_assert_max_num_queries(12):
        lines = list(every_line(wanted, in_full=True, language="vi"))
    assert [line.serial for line in lines] == [1, 2, 3, 4, 5]
