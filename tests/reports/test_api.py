import pytest

from caseflow.accounts.models import Role
from tests.indicators.factories import a_center
from tests.reports.factories import PAGE, WEEK, somebody, three_cases

pytestmark = pytest.mark.django_db

API = "/api/v1/reports/processing-time/"
ASKED = WEEK | {"to": "2025-10-31"}


def test_the_api_answers_the_numbers_of_the_page():
    three_cases()
    client = somebody(Role.SUPERVISOR)
    told, shown = client.get(API, ASKED).json(), client.get(PAGE, ASKED).context["report"]
    assert told["totals"].items() >= shown.totals.items()
    assert told["agency_seconds"]["p90"] == shown.speed.nine_tenths
    assert told["now"] == {"open": 1, "overdue": 1}
    assert (told["from"], told["to"], told["center"]) == ("2025-09-23", "2025-10-31", None)


def test_the_api_answers_the_rates_of_the_page():
    three_cases()
    client = somebody(Role.SUPERVISOR)
    [shown, _published] = client.get("/reports/indicators/", ASKED).context["tables"]
    rates = [rate.value for _name, rate, *_others in shown.rows]
    told = [row["rate"] for row in client.get(API, ASKED).json()["indicators"]]
    assert told == [None if rate is None else str(rate) for rate in rates]


def test_every_ended_file_stands_in_one_step_of_the_distribution():
    three_cases()
    steps = somebody(Role.SUPERVISOR).get(API, ASKED).json()["distribution"]
    assert sum(step["count"] for step in steps) == 2
    assert steps[-1]["up_to_seconds"] is None


def test_an_office_is_told_its_own_numbers():
    own = three_cases()[0].receiving_center
    three_cases()
    told = somebody(Role.CLERK, own).get(API, ASKED).json()
    assert told["totals"]["filed"] == 3
    assert [line["code"] for line in told["centers"]] == [own.code]


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"from": "x"}, "from"), ({"center": "H99"}, "center"), ({"procedure": "?"}, "procedure")],
)
def test_a_bad_question_names_the_field(asked, field):
    a_center()
    answer = somebody(Role.SUPERVISOR).get(API, asked)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_a_citizen_and_a_clerk_without_a_post_are_turned_away():
    assert somebody(Role.CITIZEN).get(API).status_code == 403
    assert somebody(Role.CLERK).get(API).status_code == 403
