import os
import subprocess
import sys

import pytest

from benchmarks.figures import BEGIN, END, Figure, Goal, record, table
from benchmarks.sandwiches import Sandwich, rate
from tests.processes import database_address

NAMES = (
    *(
        "create over HTTP",
        "one verb",
        "SQL statements, create",
        "SQL statements, desk",
        "bulk load",
        "clerk's list",
        "a year",
    ),
    *("calendar change", "/reports/", "three rates", "facts read from the log"),
)
COMMAND = [sys.executable, "-m", "tests.migrating", "measure", "--size", "small"]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.django_db
def test_every_benchmark_runs_and_leaves_a_table():
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    environment = os.environ | settings | {"DATABASE_URL": database_address()}
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    measured = done.stdout.splitlines()[2:]
    for name in NAMES:
        assert any(line.startswith(f"| {name}") for line in measured), name


def test_a_slice_is_compared_with_the_mean_of_its_neighbours():
    assert Sandwich([2.0, 4.0, 8.0], [1.5, 3.0]).ratios(float) == [0.5, 0.5]
    assert Sandwich([1.0, 1.0], [2.0]).ratios(rate) == [0.5]


@pytest.mark.parametrize(
    ("measured", "verdict"), [(0.4, "missed"), (0.5, "ok"), (0.8, "aim met"), (1.2, "aim met")]
)
def test_more_is_better_when_the_aim_is_above_the_floor(measured, verdict):
    assert Goal(floor=0.5, aim=0.8).verdict(measured) == verdict


@pytest.mark.parametrize(("measured", "verdict"), [(12, "ok"), (13, "missed"), (8, "aim met")])
def test_less_is_better_when_the_aim_is_below_the_floor(measured, verdict):
    assert Goal(floor=12, aim=8).verdict(measured) == verdict


def test_the_line_of_a_figure_gives_median_range_goal_and_verdict():
    line = table([Figure("lists", [1.0, 1.234, 2.0], Goal(floor=1.5, aim=1.1), "3 ms")])
    cells = [cell.strip() for cell in line.splitlines()[2].strip("|").split("|")]
    assert cells == ["lists", "1.23", "1 to 2", "≤ 1.5", "≤ 1.1", "ok", "3 ms"]


def test_the_table_is_recorded_between_its_marks(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}old\n{END}\nafter\n")
    record("new\n", readme)
    record("newest\n", readme)
    assert readme.read_text() == f"before\n{BEGIN}\nnewest\n\n{END}\nafter\n"


def test_a_page_without_marks_is_not_written_over(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("only words\n")
    with pytest.raises(LookupError):
        record("new", readme)
    assert readme.read_text() == "only words\n"
