from datetime import date
from io import StringIO

import duckdb
import pytest
from django.core.management import CommandError, call_command

from caseflow.indicators import definitions, engines, partitions, reading
from tests.indicators.factories import all_kinds_of_cases, count_everything, counted, told

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 9, 1), date(2025, 10, 31)


@pytest.fixture
def facts(tmp_path):
    """The facts of every kind of case, as files."""
    all_kinds_of_cases()
    count_everything()
    call_command("export_facts", str(tmp_path), stdout=StringIO())
    return tmp_path


def checked(folder):
    out = StringIO()
    try:
        call_command("export_facts", str(folder), "--check", str(FIRST), str(LAST), stdout=out)
    except SystemExit as end:
        return out.getvalue().splitlines(), end.code
    return out.getvalue().splitlines(), 0


def test_files_give_every_count_of_every_centre_and_every_bin_to_the_digit(facts):
    answers = engines.ask(facts, FIRST, LAST)
    tallies = engines.told_by_tallies(FIRST, LAST)
    assert answers == tallies
    assert sum(totals["finished"] for totals in answers.totals.values()) == 5
    assert sum(sum(bins.values()) for bins in answers.bins["agency"].values()) == 5
    assert checked(facts) == (["differences 0"], 0)


def test_files_give_every_rate(facts):
    totals = reading.added(engines.ask(facts, FIRST, LAST).totals.values())
    from_files = definitions.figures_from(totals)
    from_tallies = definitions.figures_from(reading.totals(None, FIRST, LAST))
    assert from_files == from_tallies
    assert sum(figure.rate is not None for figure in from_files) > 10


def test_a_month_that_was_not_written_again_is_found(facts):
    counted(told("2025-10-07 09:00"))
    lines, status = checked(facts)
    assert status == 1
    assert lines[0].startswith("totals of centre")
    call_command("export_facts", str(facts), "--since", "2025-10-01", stdout=StringIO())
    assert checked(facts) == (["differences 0"], 0)


def test_no_number_and_nobody_leaves_the_database(facts):
    (first, *_others) = sorted(facts.glob("*/facts.parquet"))
    columns = {*duckdb.read_parquet(str(first)).columns}
    # The name of the folder is read as a column too.
    assert columns == {*partitions.columns(), "month"}
    assert not columns & {"number", "officer_id"}


def test_an_empty_text_is_not_the_same_as_nothing(facts):
    found = duckdb.sql(
        f"SELECT count(*) FILTER (WHERE outcome = ''), count(*) FILTER (WHERE received_at IS NULL)"
        f" FROM read_parquet('{facts}/*/facts.parquet')"
    ).fetchall()
    assert found == [(4, 3)]


def test_a_folder_without_facts_is_told_apart_from_one_of_another_province(tmp_path):
    with pytest.raises(CommandError, match="without --check"):
        checked(tmp_path)
