from datetime import date
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from caseflow.centers.calendars import version_in_force, working_time_of_version
from caseflow.centers.models import CalendarVersion
from tests.centers.factories import ServiceCenterFactory, holiday, published

pytestmark = pytest.mark.django_db

MORNING = [["07:30", "11:30"]]
DAY = {
    "date": date(2026, 3, 7),
    "kind": "make_up",
    "reason": "Làm bù",
    "reason_en": "Make-up day",
    "document_no": "5/QĐ-UBND",
}
CONTENT = {
    "hours": {str(weekday): MORNING for weekday in range(5)},
    "days": [DAY],
    "covers_from": date(2025, 1, 1),
    "covers_to": date(2026, 12, 31),
    "decision": "5/QĐ-UBND",
}


@pytest.fixture
def run(tmp_path):
    def publish_calendar(content, **options):
        file = tmp_path / "calendar.yaml"
        file.write_text(yaml.safe_dump(content))
        output = StringIO()
        call_command("publish_calendar", file, stdout=output, **options)
        return output.getvalue()

    return publish_calendar


@pytest.mark.parametrize("owner", ["unit", "agency"])
def test_a_published_calendar_adds_to_the_days_in_force(run, owner):
    published(holiday("2026-03-03"))
    center = ServiceCenterFactory()
    code = center.code if owner == "agency" else center.unit.parent.code
    assert "version 1" in run(CONTENT, **{owner: code})
    working_time = working_time_of_version(version_in_force(center.pk))
    assert working_time.is_working(date(2026, 3, 7))
    assert not working_time.is_working(date(2026, 3, 3))
    assert [str(period.opening) for period in working_time.periods(date(2026, 3, 4))] == [
        "07:30:00"
    ]


def test_without_an_owner_the_national_calendar_is_amended(run):
    published(holiday("2026-03-03"))
    cancelled = DAY | {"date": date(2026, 3, 3)}
    assert "version 2" in run(CONTENT | {"days": [cancelled]})
    newest = CalendarVersion.objects.get(number=2)
    assert working_time_of_version(newest.pk).is_working(date(2026, 3, 3))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"hours": {"0": [["11:30", "07:30"]]}}, "hours"),
        ({"hours": {"7": MORNING}}, "hours"),
        ({"hours": {"Monday": MORNING}}, "hours"),
        ({"hours": []}, "hours"),
        ({"covers_to": "soon"}, "covers_to"),
        ({"covers_to": date(2024, 1, 1)}, "covers_to"),
        ({"days": [DAY | {"kind": "party"}]}, "kind"),
        ({"days": [DAY | {"date": "1 May"}]}, "date"),
        ({"days": [{"date": date(2026, 3, 7)}]}, "reason"),
        ({"days": None}, "days"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_published(run, wrong, named):
    with pytest.raises(CommandError, match=named):
        run(CONTENT | wrong)
    assert not CalendarVersion.objects.exists()


LATER = {
    "covers_from": date(2028, 1, 1),
    "covers_to": date(2028, 12, 31),
    "days": [DAY | {"date": date(2028, 3, 4)}],
}
OFF = DAY | {"kind": "holiday"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"days": [DAY, OFF]}, "2026-03-07 is both off and worked"),
        ({"days": [DAY, DAY]}, "2026-03-07 is named twice"),
        ({"days": [DAY | {"date": date(2027, 3, 6)}]}, "2027-03-06 lies outside"),
        (LATER, "nothing would be decided between"),
    ],
)
def test_nonsense_beside_a_calendar_in_force_is_named(run, wrong, named):
    published(holiday("2026-03-03"))
    with pytest.raises(CommandError, match=named):
        run(CONTENT | wrong)
    assert CalendarVersion.objects.get().number == 1


def test_a_decision_for_the_next_year_joins_the_years_before(run):
    published(holiday("2026-03-03"))
    next_year = {"covers_from": date(2027, 1, 1), "covers_to": date(2027, 12, 31), "days": []}
    run(CONTENT | next_year)
    newest = CalendarVersion.objects.get(number=2)
    assert (newest.covers_from, newest.covers_to) == (date(2025, 1, 1), date(2027, 12, 31))


def test_a_decision_that_is_loaded_twice_is_refused(run):
    run(CONTENT)
    with pytest.raises(CommandError, match="version 1 says the same already"):
        run(CONTENT)
    assert CalendarVersion.objects.count() == 1


def test_nobody_works_by_a_draft_and_a_newer_one_takes_its_place(run):
    in_force = published(holiday("2026-03-03"))
    run(CONTENT, draft=True)
    assert "draft of version 2" in run(CONTENT, draft=True)
    assert CalendarVersion.objects.filter(published_at=None).count() == 1
    assert version_in_force(ServiceCenterFactory().pk) == in_force.pk


def test_a_file_without_a_decision_is_refused(run):
    with pytest.raises(CommandError, match="decision"):
        run({name: value for name, value in CONTENT.items() if name != "decision"})


@pytest.mark.parametrize("owner", ["unit", "agency"])
def test_an_unknown_owner_is_named(run, owner):
    with pytest.raises(CommandError, match="X99"):
        run(CONTENT, **{owner: "X99"})
