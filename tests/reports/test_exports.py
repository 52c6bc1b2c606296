import csv
import tracemalloc
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from caseflow.accounts.models import Role
from caseflow.reports.exports import BYTE_ORDER_MARK, csv_lines, harmless
from tests.indicators.factories import a_center
from tests.procedures.factories import published
from tests.reports import measure_exports
from tests.reports.factories import PAGE, WEEK, somebody, three_cases


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(StringIO(text.removeprefix(BYTE_ORDER_MARK))))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_would_be_computed_is_marked_as_text(start):
    assert harmless(f"{start}cmd|' /C calc'!A0").startswith(f"'{start}")


def test_numbers_and_ordinary_texts_stay_as_they_are():
    assert [harmless(value) for value in (-5, "Đăng ký", "", None)] == [-5, "Đăng ký", "", None]


def test_lines_are_made_one_at_a_time():
    lines = csv_lines(["a"], ([number] for number in iter(int, 1)))
    assert [next(lines) for _line in range(3)] == [BYTE_ORDER_MARK, "a\r\n", "0\r\n"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_long_export_stays_below_a_ceiling_of_memory(kind):
    """What lies on the heap while twenty thousand lines go by, one piece after another."""
    pieces = measure_exports.pieces(20_000, kind)
    next(pieces)
    tracemalloc.start()
    size = sum(map(len, pieces))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (size > 1_000_000 or kind == "xlsx", peak < 5_000_000) == (True, True)


def test_nothing_in_a_workbook_is_a_formula():
    content = BytesIO(b"".join(measure_exports.pieces(20, "xlsx")))
    sheet = ZipFile(content).read("xl/worksheets/sheet1.xml").decode()
    assert 't="inlineStr" s="2"><is><t xml:space="preserve">=HYPERLINK(1)</t>' in sheet
    assert "<f>" not in sheet


@pytest.mark.django_db
def test_the_exported_counts_add_up_to_the_page():
    center = a_center(name="=HYPERLINK(1)")
    three_cases(receiving_center=center, procedure_version=published())
    asked = WEEK | {"to": "2025-10-31"}
    rows = rows_of(somebody(Role.SUPERVISOR).get(f"{PAGE}tallies.csv", asked))
    assert sum(int(row["filed"]) for row in rows) == 3
    assert sum(int(row["finished after the due day"]) for row in rows) == 1
    assert {row["centre"] for row in rows} == {"'=HYPERLINK(1)"}


@pytest.mark.django_db
def test_overdue_files_are_exported_without_the_people_in_them():
    case = three_cases()[2]
    [row] = rows_of(somebody(Role.SUPERVISOR).get(f"{PAGE}overdue.csv"))
    assert row["application number"] == case.number
    assert row["filed at"] == "2025-09-24 08:00"
    assert len(row) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["tallies.csv", "overdue.csv"])
def test_an_export_is_for_who_may_see_the_page(client, name):
    assert client.get(PAGE + name).status_code == 302
    assert somebody(Role.CITIZEN).get(PAGE + name).status_code == 403
    assert somebody(Role.ADMIN).get(PAGE + name, {"from": "?"}).status_code == 400
