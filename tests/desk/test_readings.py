"""The page of a case tells who opened it."""

import pytest

from caseflow.accounts.models import Role
from tests.factories import a_supervisor, filed_case

pytestmark = pytest.mark.django_db


def test_the_page_tells_the_office_who_opened_the_file(office, desk):
    page = f"/admin/applications/application/{filed_case(office).number}/"
    for role in (Role.CLERK, Role.OFFICER, Role.CLERK):
        shown = desk(role).get(page).text
    assert "2 readings" in shown
    for role in (Role.CLERK, Role.OFFICER):
        assert f"<b>{office.colleague(role).username}</b>" in shown


def test_who_does_not_handle_the_file_is_told_nothing_of_its_readers(office, desk):
    page = f"/admin/applications/application/{filed_case(office).number}/"
    desk(Role.CLERK).get(page)
    assert "Who opened the file" not in desk(a_supervisor()).get(page).text
