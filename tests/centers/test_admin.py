import pytest
from django.urls import reverse

from caseflow.accounts.models import Role, User
from caseflow.centers.models import AdministrativeUnit, Agency
from tests.centers.factories import AgencyFactory, CommuneFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    admin = User.objects.create_superuser(username="admin", role=Role.ADMIN)
    client.force_login(admin)
    return client


@pytest.mark.parametrize(
    "model",
    [
        "administrativeunit",
        "agency",
        "calendar",
        "calendarversion",
        "digitalteam",
        "officer",
        "succession",
        "teammember",
        "counterdevice",
    ],
)
def test_every_list_opens_and_can_be_searched(desk, model):
    published(agency=AgencyFactory())
    response = desk.get(reverse(f"admin:centers_{model}_changelist"), {"q": "Việt"})
    assert response.status_code == 200


def test_a_unit_is_found_without_its_accents(desk):
    CommuneFactory(name="Xã Tam Nông")
    page = desk.get(reverse("admin:centers_administrativeunit_changelist"), {"q": "tam nong"})
    assert "Xã Tam Nông" in page.content.decode()


def test_the_kind_of_a_unit_can_be_changed_but_not_its_code(desk):
    commune = CommuneFactory(code="08740")
    address = reverse("admin:centers_administrativeunit_change", args=[commune.pk])
    desk.post(address, {"division": "xa", "valid_to": "", "code": "99999"})
    commune = AdministrativeUnit.objects.get(pk=commune.pk)
    assert (commune.division, commune.code) == ("xa", "08740")


def test_a_renamed_agency_is_found_under_its_new_name(desk):
    agency = AgencyFactory()
    address = reverse("admin:centers_agency_change", args=[agency.pk])
    fields = ("code", "kind", "name_en")
    form = {field: getattr(agency, field) for field in fields} | {"unit": agency.unit_id}
    desk.post(address, form | {"name": "Sở Tư pháp"})
    assert Agency.objects.matching("so tu phap").get() == agency


def test_a_published_calendar_is_shown_with_its_days_and_cannot_be_edited(desk):
    version = published()
    address = reverse("admin:centers_calendarversion_change", args=[version.pk])
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"number": 7}).status_code == 403
