"""The worked examples of docs/scorecards.md, read from the page, and what holds for all."""

import re
from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from caseflow.scorecards.reductions import NO_FILES, Pair, Sample, reduction

PAGE = (settings.BASE_DIR / "docs/scorecards.md").read_text()
DONG = {"online": 20_000, "post": 80_000, "counter": 160_000}


def example(title: str) -> tuple[list[list[str]], list[Decimal]]:
    """Cells of the lines of its table, and the three results in bold."""
    text = PAGE.split(f"### Worked example: {title}")[1].split("###")[0].split("Both examples")[0]
    lines = [line for line in text.splitlines() if re.match(r"\| [A-Z] \|", line)]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return cells, [Decimal(found) for found in re.findall(r"\*\*([\d.]+) %\*\*", text)]


def sample(*values: int) -> Sample:
    return Sample.of(Counter(values))


def hours(cell: str) -> Sample:
    return sample(*map(int, cell.split(",")))


def of_channels(cells: list[str]) -> Sample:
    return Sample.of(dict(zip(DONG.values(), map(int, cells), strict=True)))


def test_the_worked_example_of_time_comes_out_to_the_last_digit():
    rows, expected = example("time")
    pairs = [Pair(n, hours(before), hours(after)) for n, (_, before, after) in enumerate(rows)]
    found = reduction(pairs, least_files=3)
    assert [found.percent, found.low, found.high] == expected
    assert [pair.procedure for pair in found.too_few] == [2]


def test_the_worked_example_of_cost_comes_out_to_the_last_digit():
    rows, expected = example("cost")
    pairs = [
        Pair(n, of_channels(cells[1:4]), of_channels(cells[4:])) for n, cells in enumerate(rows)
    ]
    found = reduction(pairs, least_files=30)
    assert [found.percent, found.low, found.high] == expected
    assert (found.files_before, found.files_after) == (150, 160)


def test_asking_for_other_procedures_is_no_saving():
    slow, quick = (100, 110), (1, 2)
    before = [Pair(1, sample(*slow * 50), sample(*slow)), Pair(2, sample(*quick), sample(*quick))]
    found = reduction(before, least_files=2)
    assert found.percent == Decimal("0.00")


def test_without_a_procedure_to_compare_nothing_is_said():
    found = reduction([Pair(1, sample(4, 5), NO_FILES)], least_files=2)
    assert (found.percent, found.low, found.high) == (None, None, None)
    assert len(found.too_few) == 1


def test_what_takes_no_time_any_more_is_wholly_saved():
    found = reduction([Pair(1, sample(4, 5), sample(0, 0))], least_files=2)
    assert (found.percent, found.low) == (Decimal("100.00"), None)


values = st.lists(st.integers(1, 10**7), min_size=2, max_size=6)


@given(st.lists(st.tuples(values, values), min_size=1, max_size=3))
def test_the_interval_holds_the_reduction_and_scale_changes_nothing(rows):
    pairs = [Pair(n, sample(*before), sample(*after)) for n, (before, after) in enumerate(rows)]
    tenfold = [
        Pair(n, sample(*(10 * v for v in before)), sample(*(10 * v for v in after)))
        for n, (before, after) in enumerate(rows)
    ]
    found = reduction(pairs, least_files=2)
    assert found.low <= found.percent <= found.high
    assert reduction(tenfold, least_files=2).percent == found.percent


@given(values)
def test_sums_give_the_variance_of_the_textbook(found):
    mean = sum(found) / len(found)
    expected = sum((value - mean) ** 2 for value in found) / (len(found) - 1)
    assert float(sample(*found).variance) == pytest.approx(expected, rel=1e-6, abs=1e-3)
