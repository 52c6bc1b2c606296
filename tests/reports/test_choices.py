"""What the fields of a report suggest, asked for when they are entered."""

import pytest
from django.urls import reverse

from caseflow.accounts.models import Role
from tests.indicators.factories import a_center
from tests.procedures.factories import published
from tests.reports.factories import somebody

pytestmark = pytest.mark.django_db
CENTERS, PROCEDURES = reverse("reports:center-choices"), reverse("reports:procedure-choices")


def suggested(client, address):
    return client.get(address).json()["choices"]


def test_the_province_is_offered_every_centre_and_an_office_its_own():
    here, there = a_center(), a_center()
    all_of_them = suggested(somebody(Role.SUPERVISOR), CENTERS)
    assert all(([center.code, center.name] in all_of_them) for center in (here, there))
    of_the_office = suggested(somebody(Role.CLERK, here), CENTERS)
    assert [here.code, here.name] in of_the_office
    assert [there.code, there.name] not in of_the_office


def test_every_procedure_is_offered():
    procedure = published().procedure
    offered = suggested(somebody(Role.CLERK, a_center()), PROCEDURES)
    assert [procedure.code, procedure.name] in offered


@pytest.mark.parametrize("address", [CENTERS, PROCEDURES])
def test_names_are_for_who_sees_reports_and_kept_by_no_one_between(address, client):
    assert client.get(address).status_code == 302
    assert somebody(Role.CITIZEN).get(address).status_code == 403
    kept = somebody(Role.SUPERVISOR).get(address).headers["Cache-Control"]
    assert set(kept.split(", ")) == {"max-age=600", "private"}
