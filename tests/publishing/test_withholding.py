from collections.abc import Mapping
from random import Random

from hypothesis import HealthCheck, given, settings

from caseflow.publishing.ladders import FILING, HANDLING, Counts
from caseflow.publishing.withholding import highest_rung, rest, sorted_rungs, sums
from tests.publishing.attacker import counts_of, of_one_table, pinned
from tests.publishing.provinces import MONTHS, after_a_quarter
from tests.publishing.tables import tables, with_sums

LEAST = 10


def handled(**lines: tuple[int, int]) -> dict[str, dict[str, int]]:
    """By line: in time, and not."""
    return {
        key: with_sums(HANDLING, {"finished_by_due": by_due, "finished_otherwise": otherwise})
        for key, (by_due, otherwise) in lines.items()
    }


def total_of(ladder, lines: Mapping[str, Counts]) -> dict[str, int]:
    return sums(lines.values(), ladder.told(ladder.top))


def rungs(ladder, lines, *, least=LEAST, limits=None):
    highest = highest_rung(total_of(ladder, lines), ladder, least)
    found = sorted_rungs(lines, ladder, least=least, highest=highest, limits=limits or {})
    return found, highest


def test_without_small_counts_everything_is_told():
    lines = handled(a=(20, 10), b=(30, 0), c=(15, 12))
    assert rungs(HANDLING, lines) == (dict.fromkeys("abc", 2), 2)


def test_a_small_line_takes_the_smallest_other_line_with_it():
    found, _highest = rungs(HANDLING, handled(a=(4, 0), b=(30, 20), c=(20, 20)))
    assert found == {"a": 0, "b": 2, "c": 0}


def test_a_small_part_is_withheld_and_the_count_is_told():
    found, _highest = rungs(HANDLING, handled(a=(30, 3), b=(30, 20), c=(40, 20)))
    assert found == {"a": 1, "b": 1, "c": 2}


def test_a_part_that_is_small_in_the_whole_province_is_told_of_nobody():
    found, highest = rungs(HANDLING, handled(a=(30, 2), b=(30, 3)))
    assert (found, highest) == ({"a": 1, "b": 1}, 1)


def test_a_rare_part_goes_down_where_no_line_above_has_more_of_it():
    lines = handled(a=(4, 5), b=(30, 5), c=(50, 0), d=(60, 0))
    found, _highest = rungs(HANDLING, lines)
    assert found == {"a": 0, "b": 0, "c": 2, "d": 2}


def test_what_was_kept_before_stays_kept():
    lines = handled(a=(30, 20), b=(30, 20), c=(40, 20))
    assert rungs(HANDLING, lines, limits={"a": 0})[0] == {"a": 0, "b": 0, "c": 2}


def test_the_rest_is_what_subtraction_gives():
    lines = handled(a=(4, 0), b=(30, 20), c=(20, 20))
    found, highest = rungs(HANDLING, lines)
    left = {"finished_by_due": 24, "finished_otherwise": 20}
    assert rest(lines, found, HANDLING, highest=highest) == {0: left}


def test_leaving_out_only_the_small_counts_would_not_hold():
    """The attacker is one: it undoes what is merely blotted out."""
    lines = handled(a=(4, 0), b=(30, 20), c=(20, 20))
    known = of_one_table(HANDLING, lines, {"a": 0, "b": 2, "c": 2}, highest=2)
    found = pinned(known, counts_of(HANDLING, lines), least=LEAST)
    assert found == {("a", "finished"): (4, 4), ("a", "finished_by_due"): (4, 4)}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(most=4))
def test_no_withheld_count_is_known_to_within_the_least_count(table):
    ladder, lines, least, limits = table
    found, highest = rungs(ladder, lines, least=least, limits=limits)
    everything = {**lines, "none": with_sums(ladder, NOTHING)}
    known = of_one_table(ladder, everything, found, highest=highest)
    assert pinned(known, counts_of(ladder, everything), least=least) == {}


def test_nor_over_all_periods_tables_and_corrections_of_a_quarter_together():
    """Of this province little was told late in a month that was nearly empty before."""
    outsider = after_a_quarter(Random(4))
    targets = outsider.targets()
    months = {f"{month.code} {when}" for month in MONTHS for when in ("before", "after")}
    totals = {name: cells for name, cells in targets.items() if name[0] in months}
    some = outsider.province.dice.sample(sorted(targets.items()), k=30)
    found = pinned(outsider.known, totals | dict(some), least=outsider.province.least)
    assert found == {}


@settings(max_examples=100, deadline=None)
@given(tables(most=12))
def test_nothing_small_is_told_nor_left_as_the_rest(table):
    ladder, lines, least, limits = table
    found, highest = rungs(ladder, lines, least=least, limits=limits)
    told = [lines[key][name] for key, rung in found.items() for name in ladder.told(rung)]
    left = [
        n for part in rest(lines, found, ladder, highest=highest).values() for n in part.values()
    ]
    assert [count for count in told + left if 0 < count < least] == []


NOTHING = dict.fromkeys(
    (leaf for ladder in (FILING, HANDLING) for leaf in ladder.leaves(0, ladder.top)), 0
)
