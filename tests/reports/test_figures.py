"""Every indicator of a place and a period, and what was printed about the same."""

import re
from html import unescape

import pytest

from caseflow.accounts.models import Role
from caseflow.indicators.definitions import DEFINITIONS
from caseflow.indicators.models import PublishedFigure
from tests.reports.factories import PAGE, WEEK, somebody, three_cases

pytestmark = pytest.mark.django_db

INDICATORS = "/reports/indicators/"


def tables(client, **asked):
    """Rows of words of both tables."""
    found = client.get(INDICATORS, WEEK | asked).context["tables"]
    return [[[cell.text for cell in row] for row in table.printed_rows()] for table in found]


def printed(unit, **other):
    told = {
        "key": "online_filing_rate",
        "place": "Gia Cẩm",
        "unit": unit,
        "period_from": "2025-09-24",
        "period_to": "2025-09-24",
        "value": "93.61",
        "measure": "percent",
        "source_url": "https://example.org/a",
    }
    PublishedFigure.objects.create(**(told | other))


def test_every_indicator_stands_there_with_its_counts_definition_and_source():
    three_cases()
    rows, _published = tables(somebody(Role.SUPERVISOR), to="2025-10-31")
    assert [row[0] for row in rows] == [str(definition.name) for definition in DEFINITIONS]
    late = next(definition for definition in DEFINITIONS if definition.key == "on_time_rate")
    told = [str(late.name), "50.00 %", "1", "2", str(late.definition), str(late.source)]
    assert told in rows


def test_where_nothing_was_counted_no_rate_is_made_up():
    rows, _published = tables(somebody(Role.SUPERVISOR))
    assert {row[1] for row in rows} == {"not applicable"}


def test_a_published_figure_stands_beside_our_own_for_its_own_days():
    case = three_cases()[0]
    printed(case.receiving_center.unit)
    leader = somebody(Role.LEADER, case.receiving_center)
    _indicators, [row] = tables(leader, to="2025-10-31")
    assert row[1:4] == ["Gia Cẩm", "24/09/2025 – 24/09/2025", "93.61"]
    assert row[5:] == ["100.00", "1", "1", "example.org", ""]


def test_what_we_do_not_count_stands_below_with_its_remark():
    case = three_cases()[0]
    unit = case.receiving_center.unit
    told = {"key": "communes", "period_from": None, "value": "148.00", "note": "đếm tay"}
    printed(unit, **told)
    printed(unit, period_to="2025-09-30")
    leader = somebody(Role.LEADER, case.receiving_center)
    _indicators, [_counted, row] = tables(leader, to="2025-10-31")
    assert row[2:4] == ["as of 24/09/2025", "148"]
    assert row[5:] == ["–", "–", "–", "example.org", "đếm tay"]


def test_a_file_names_the_whole_address_of_a_source():
    case = three_cases()[0]
    printed(case.receiving_center.unit)
    leader = somebody(Role.LEADER, case.receiving_center)
    answer = leader.get("/reports/tables/indicators/published.csv", WEEK)
    assert b",https://example.org/a," in answer.getvalue()


def test_a_letter_tells_rates_and_counts_without_their_definitions():
    three_cases()
    client = somebody(Role.SUPERVISOR)
    [found, _published] = client.get(INDICATORS, WEEK).context["tables"]
    first, *_others = found.sentences(most=1)
    assert first == "- Online filing rate: Rate: 100.00 %; Numerator: 3; Denominator: 3"


def test_the_times_of_a_place_and_period_lead_to_its_indicators():
    three_cases()
    client = somebody(Role.SUPERVISOR)
    link = re.search(rf'href="({INDICATORS}[^"]*)"', client.get(PAGE, WEEK).text)
    assert link is not None
    selection = client.get(unescape(link[1])).context["selection"]
    assert (str(selection.first), str(selection.last)) == (WEEK["from"], WEEK["to"])
