import pytest

from caseflow.accounts.models import Role
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.paging import (
    NEWEST_FIRST,
    OLDEST_FIRST,
    Key,
    Place,
    backwards,
    page_of,
)
from caseflow.applications.querysets import OFFICE_COLUMNS
from tests.factories import a_procedure, an_office, filed_case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", OFFICE_COLUMNS)
def test_an_office_reads_the_files_of_each_of_its_roles_once(column):
    case = filed_case(an_office())
    filed_case(an_office())
    actor = Actor(1, Role.CLERK, office_ids=(getattr(case, column).pk,))
    page = page_of(Application.objects.all(), actor, place=Place(), size=10)
    assert list(page.rows) == [case]


def test_files_of_one_instant_are_neither_repeated_nor_skipped():
    office, version = an_office(), a_procedure()
    cases = {filed_case(office, version=version).pk for _ in range(5)}
    read, after = [], ""
    while True:
        place = Place.parsed(after=after)
        page = page_of(Application.objects.all(), office.clerk, place=place, size=2)
        read += [case.pk for case in page.rows]
        if not (after := page.after):
            break
    assert sorted(read) == sorted(cases)


def test_a_key_survives_its_way_through_an_address():
    case = filed_case(an_office())
    key = Key.of(case, NEWEST_FIRST)
    assert Key.parsed(str(key)) == key


@pytest.mark.parametrize("text", ["", "_", "2026-01-01T00:00:00_1", "x_1", "2026-01-01T00:00Z_x"])
def test_a_key_that_no_page_gave_out_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 (whatever the parser of dates says)
        Key.parsed(text)


def test_backwards_turns_an_order_round():
    assert backwards(NEWEST_FIRST) == OLDEST_FIRST
    assert backwards(OLDEST_FIRST) == NEWEST_FIRST
