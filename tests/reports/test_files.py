"""Behind every number stand exactly the files that it counts."""

import csv
from datetime import date
from io import StringIO

import pytest

from caseflow.accounts.models import Role
from caseflow.centers.models import Agency
from caseflow.indicators.behind import Behind, Key
from caseflow.indicators.definitions import figures
from caseflow.indicators.viewers import Viewer
from caseflow.reports.files.asked import Part
from caseflow.reports.files.finding import of_definition
from caseflow.reports.selections import Selection
from tests.reports.factories import somebody
from tests.reports.samples import PERIOD, many_files

pytestmark = pytest.mark.django_db
FILES = "/reports/files/"


def rows(client, **asked):
    """All lines of the list, read from its CSV."""
    answer = client.get(f"{FILES}files.csv", PERIOD | asked)
    assert answer.status_code == 200, answer.content
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def numbers(client, **asked):
    return {row["Application number"] for row in rows(client, **asked)}


def selection(**more):
    first, last = map(date.fromisoformat, PERIOD.values())
    return Selection(Viewer(Agency.objects.all(), of_the_province=True), first, last, **more)


def listed(definition, part):
    """What the page shows: lines of files, or of procedures."""
    what = of_definition(definition, part, selection())
    return len(list(what.behind.rows() if what.behind else what.procedures.rows))


def test_every_definition_lists_what_it_counts():
    many_files()
    found = figures(None, selection().first, selection().last)
    counted = [
        (one.numerator, one.denominator, max(one.denominator - one.numerator, 0)) for one in found
    ]
    assert sum(numerator for numerator, *_rest in counted) > 60
    for figure, counts in zip(found, counted, strict=True):
        lengths = tuple(listed(figure.definition, part) for part in Part)
        assert lengths == counts, figure.definition.key


def test_pages_follow_each_other_without_repeating_or_skipping():
    many_files()
    first, last = selection().first, selection().last
    for names in (["filed"], ["filed", "finished"], ["open_at_end"]):
        behind = Behind(names, None, first, last)
        seen = [fact.number for page in pages(behind) for fact in page.rows]
        assert seen == [fact.number for fact in behind.rows()], names
        assert len(set(seen)) == len(seen) > 2, names


def pages(behind):
    """Two lines each, asked for with the key that the page before gave out."""
    yield (page := behind.page(None, 2))
    while page.after:
        yield (page := behind.page(Key.parsed(page.after), 2))


def test_an_office_lists_its_own_files_and_no_person():
    own, other = many_files(), many_files()
    client = somebody(Role.CLERK, own[0].receiving_center)
    listed = numbers(client, counter="filed")
    assert listed == {case.number for case in own}
    assert client.get(FILES, PERIOD | {"counter": "filed"}).context["count"] == len(own)
    assert other[0].number not in listed


def test_the_files_of_a_step_and_a_time_are_listed():
    many_files()
    client = somebody(Role.SUPERVISOR)
    slow = numbers(client, measure="agency", at_least=5 * 86_400)
    quick = numbers(client, measure="agency", below=5 * 86_400)
    assert slow
    assert quick
    assert not slow & quick


def test_the_page_says_what_its_files_have_in_common():
    client = somebody(Role.SUPERVISOR)
    asked = {"held_by": "review", "least": "8", "most": "15", "at_least": "3600"}
    told = client.get(FILES, PERIOD | asked | {"open": "overdue"}).context["what"]
    assert told.title == "overdue files"
    assert told.about == "held by: Review; filed 8–15 days ago; at least 1.0 h"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "Indicator"),
        ({"definition": "no_such_rate"}, "Indicator"),
        ({"counter": "filed,nothing"}, "Counter"),
        ({"counter": "filed", "without": "nothing"}, "Not counted by"),
        ({"open": "all", "least": "999999999"}, "Days, at least"),
        ({"counter": "filed", "held_by": "x"}, "Held by"),
        ({"open": "all", "officer": "99999"}, "Case officer"),
        ({"measure": "agency", "at_least": "-1"}, "Seconds, at least"),
        ({"counter": "filed", "from": "yesterday"}, "From"),
    ],
)
def test_a_bad_question_names_its_field(asked, field):
    answer = somebody(Role.SUPERVISOR).get(FILES, asked)
    assert answer.status_code == 400
    assert f"{field}:" in answer.text


def test_a_place_that_no_page_gave_out_is_the_first_page():
    many_files()
    client = somebody(Role.SUPERVISOR)
    for after in ("x", "2025-09-23", "2025-09-23_x"):
        page = client.get(FILES, PERIOD | {"counter": "filed", "after": after})
        assert len(page.context["table"].printed_rows()) == 12
