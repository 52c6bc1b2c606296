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


def heap_of(count, kind):
    """The most that lies on the heap while so many lines go by, one piece after another."""
    tracemalloc.start()
    for _piece in measure_exports.pieces(count, kind):
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_ten_times_the_lines_need_no_more_memory(kind):
    # What is remembered of zones and words is learnt by now.
    assert sum(map(len, measure_exports.pieces(1_000, kind)))
    assert heap_of(1_000, kind) < heap_of(100, kind) + 500_000


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
def test_an_export_is_for_who_may_see_the_page(client):
    assert client.get(f"{PAGE}tallies.csv").status_code == 302
    assert somebody(Role.CITIZEN).get(f"{PAGE}tallies.csv").status_code == 403
    assert somebody(Role.ADMIN).get(f"{PAGE}tallies.csv", {"from": "?"}).status_code == 400
