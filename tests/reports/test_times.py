from collections import Counter
from datetime import date
from random import Random

import pytest

from caseflow.accounts.models import Role
from caseflow.centers.models import Agency
from caseflow.indicators.durations import merged, quantile_bins
from caseflow.indicators.measures import Measure
from caseflow.indicators.viewers import Viewer
from caseflow.reports import processing
from caseflow.reports.ordering import SHARES, TITLES, ordered
from caseflow.reports.selections import Selection
from caseflow.reports.times import timing, trends
from caseflow.reports.times.comparing import percent_change
from caseflow.reports.times.wanted import (
    Comparison,
    Rhythm,
    earlier,
    rhythm_of,
    start_of,
    starts,
)
from tests.indicators.factories import at, issued, office, told
from tests.reports.factories import PAGE, counted, somebody, three_cases

pytestmark = pytest.mark.django_db

AUTUMN = {"from": "2025-09-01", "to": "2025-10-31"}


def selection(first, last):
    return Selection(
        Viewer(Agency.objects.all(), of_the_province=True),
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


@pytest.fixture
def supervisor():
    return somebody(Role.SUPERVISOR)


@pytest.fixture
def report(supervisor):
    return lambda **asked: supervisor.get(PAGE, AUTUMN | asked)


def texts(chart):
    return [[cell.text for cell in row] for row in chart.rows]


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (Comparison.PREVIOUS, "2024-01-31", "2024-02-28"),
        (Comparison.YEAR, "2023-02-28", "2023-03-28"),
    ],
)
def test_a_period_is_compared_with_one_as_long_or_a_year_before(kind, first, last):
    found = earlier(selection("2024-02-29", "2024-03-28"), kind)
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("last", "rhythm", "points"),
    [("2025-01-31", Rhythm.DAY, 31), ("2025-04-30", Rhythm.WEEK, 18), ("2025-12-31", "month", 12)],
)
def test_the_rhythm_fits_the_period(last, rhythm, points):
    asked = selection("2025-01-01", last)
    assert rhythm_of(asked) == rhythm
    assert len(starts(asked, rhythm)) == points


@pytest.mark.parametrize("most", [1, 2, 9])
@pytest.mark.parametrize("last", ["2025-10-31", "2025-10-30"])
def test_the_first_lines_of_every_order_are_the_first_of_all_lines(most, last):
    days = "2025-09-24", "2025-09-25", "2025-10-23", "2025-10-29"
    counted(*(issued(told("2025-09-23 09:00"), f"{day} 10:00") for day in days), told())
    found = processing.report(selection("2025-09-01", last), now=at("2025-11-01 09:00"))
    for everything, first in (
        (timing.procedures(found), timing.first_procedures),
        (timing.centers(found), timing.first_centers),
    ):
        assert len(everything) == 5
        for sort in (*TITLES, *(f"-{name}" for name in TITLES)):
            assert first(found, sort, most) == ordered(everything, sort)[:most]


@pytest.mark.parametrize("sort", ["median", "-median", "nine_tenths", "-nine_tenths"])
def test_the_first_of_an_order_are_among_those_called_nearest(sort):
    dice, share, fewer = Random(sort), SHARES[sort.removeprefix("-")], 0
    for _round in range(300):
        width = dice.choice([2, 5, 60])
        of = {
            key: Counter(dice.choices(range(100, 100 + width), k=dice.randint(1, 30)))
            for key in range(dice.randint(3, 12))
        }
        quantiles = {key: place for key in of for place in quantile_bins(of[key], [share])}

        def slowness(*, share, rungs, quantiles=quantiles):
            return {key: sum(place >= rung for rung in rungs) for key, place in quantiles.items()}

        found = timing.nearest([*of, 99], merged(of.values()), slowness, sort, 3)
        ranked = [
            sorted(some, key=lambda key: (quantiles[key], key), reverse=sort.startswith("-"))[:3]
            for some in (of, found)
        ]
        assert ranked[0] == ranked[1]
        fewer += len(found) < len(of)
    assert fewer > 100
    assert timing.nearest([99], Counter(), slowness, sort, 3) is None


def test_weeks_begin_on_monday_and_months_on_the_first():
    assert start_of(date(2025, 9, 28), Rhythm.WEEK) == date(2025, 9, 22)
    assert start_of(date(2025, 9, 28), Rhythm.MONTH) == date(2025, 9, 1)


def test_what_is_counted_by_day_adds_up_to_what_is_counted_by_week_and_month():
    three_cases()
    for rhythm in Rhythm:
        of = trends.by_start(selection("2025-09-01", "2025-10-31"), rhythm, ["filed", "finished"])
        assert sum(totals["filed"] for totals in of.values()) == 3
        assert sum(totals["finished"] for totals in of.values()) == 2


def test_the_mean_of_a_day_is_over_the_files_that_ended_on_it():
    three_cases()
    asked = selection("2025-09-20", "2025-10-05")
    of = trends.by_start(asked, Rhythm.DAY, trends.needed(Measure.AGENCY))
    values = dict(trends.mean_of(of, Measure.AGENCY))
    assert values[date(2025, 9, 23)] == pytest.approx(2 * 3600)
    assert values[date(2025, 9, 24)] is None


def test_percentiles_are_told_by_whole_months_since_anything_was_counted(report):
    three_cases()
    rows = texts(report().context["charts"]["percentiles"])
    assert rows == [
        ["01/09/2025", "0.1", "0.1"],
        ["01/10/2025", "10", "10"],
    ]


def test_each_clock_and_step_has_its_own_times(report):
    three_cases()
    by_measure = {
        measure: report(measure=measure).context["report"].speed.median
        for measure in (Measure.AGENCY, Measure.RECEPTION, Measure.CITIZEN)
    }
    assert by_measure["reception"] == pytest.approx(3600, rel=0.01)
    assert by_measure["agency"] == pytest.approx(7200, rel=0.01)
    assert by_measure["citizen"] is None


def test_the_shares_of_the_clocks_and_of_the_steps_are_of_all_time(report):
    three_cases()
    [row] = report().context["charts"]["by_clock"].rows
    assert row[1].text.startswith("100 %")
    [row] = report().context["charts"]["by_step"].rows
    assert sum(int(cell.text.split()[0]) for cell in row[1:]) in (99, 100, 101)


def test_two_periods_stand_beside_each_other_with_what_changed(report):
    three_cases()
    answer = report(**{"from": "2025-10-01", "compare": "previous"})
    rows = {row.name: row for row in answer.context["side_by_side"]}
    late = rows["After the due day"]
    assert (late.before, late.now, late.better) == ("0", "1", False)
    assert "Two periods beside each other" in answer.text


@pytest.mark.parametrize(
    ("later", "before", "said"),
    [(150, 100, "+50,0 %"), (50, 100, "−50,0 %"), (1, 0, "–"), (100, 100, "0,0 %")],
)
def test_a_change_is_told_as_a_part_of_what_was_before(later, before, said):
    assert percent_change(later, before) == said


def test_officers_are_shown_to_their_own_office_only(report):
    same = office()
    cases = three_cases(**same)
    assert [table.key for table in report().context["tables"]] == ["procedure", "center"]
    answer = report(center=cases[0].receiving_center.code)
    [officers] = [table for table in answer.context["tables"] if table.key == "officer"]
    [line] = officers.lines
    assert (line.name, line.totals["finished"]) == ("nobody assigned", 2)


def test_small_multiples_show_the_busiest_centres_on_one_scale(report):
    busy, quiet = office(), office()
    counted(
        *(issued(told(**busy), f"2025-09-2{day} 10:00") for day in (4, 5)),
        issued(told(**quiet), "2025-09-25 10:00"),
    )
    parts = report().context["charts"]["panels"].parts
    assert [part.name for part in parts] == [
        busy["receiving_center"].name,
        quiet["receiving_center"].name,
    ]


def test_each_figure_leads_to_its_files(report):
    three_cases()
    answer = report()
    for behind in ("counter=filed", "counter=finished_late", "open=overdue"):
        assert behind in answer.text


def test_a_step_of_the_distribution_leads_to_the_files_it_counts(report, supervisor):
    """Also those that took exactly as long as a step reaches, or within one percent of it."""
    same = office()
    ends = ("09:00", "09:01", "12:00", "12:01", "12:03", "16:00")
    counted(*(issued(told("2025-09-23 08:00", **same), f"2025-09-23 {end}") for end in ends))
    rows = report().context["charts"]["distribution"].rows
    linked = {cell.href: int(cell.text) for _label, cell in rows if cell.href}
    assert sum(linked.values()) == len(ends)
    assert {href: supervisor.get(href).context["count"] for href in linked} == linked


@pytest.mark.parametrize("asked", [{"measure": "x"}, {"rhythm": "year"}, {"compare": "'"}])
def test_a_choice_that_does_not_exist_is_answered_beside_its_field(report, asked):
    answer = report(**asked)
    assert answer.status_code == 400
    assert "is not one of the available choices" in answer.text


def test_links_that_change_the_period_keep_how_times_are_looked_at(report):
    answer = report(measure="review", compare="year")
    assert "&amp;measure=review&amp;compare=year" in answer.text
