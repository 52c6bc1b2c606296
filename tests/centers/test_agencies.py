from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from caseflow.accounts.models import Role, User
from caseflow.centers.models import Agency, Officer, ServiceCenter
from tests.centers.factories import AgencyFactory, CommuneFactory, ServiceCenterFactory

pytestmark = pytest.mark.django_db


def officer_at(agency):
    user = User.objects.create_user(username="lan", role=Role.CLERK)
    return Officer.objects.create(user=user, agency=agency, title="Công chức một cửa")


def test_staff_of_a_centre_also_act_for_the_agency_behind_it():
    center = ServiceCenterFactory()
    assert officer_at(center).office_ids() == (center.pk, center.parent_id)


def test_staff_of_an_agency_act_for_it_alone():
    agency = AgencyFactory(parent=AgencyFactory())
    assert officer_at(agency).office_ids() == (agency.pk,)


def test_the_post_of_an_account_comes_with_its_agency(django_assert_num_queries):
    user = officer_at(ServiceCenterFactory()).user
    with django_assert_num_queries(1):
        assert Officer.objects.of(user).get().office_ids()


def test_service_centers_are_the_agencies_of_that_kind():
    center = ServiceCenterFactory()
    assert [found.pk for found in ServiceCenter.objects.all()] == [center.pk]
    assert Agency.objects.count() == 2


def test_a_centre_needs_an_agency_behind_it():
    with pytest.raises(IntegrityError, match="center_belongs"):
        ServiceCenterFactory(parent=None)


def test_an_identifier_without_a_source_is_ours():
    assert AgencyFactory().identifier_is_synthetic
    assert not AgencyFactory(identifier_source="Quyết định 4078/QĐ-UBND").identifier_is_synthetic


@pytest.mark.parametrize("code", ["44.101", "h44.101", "H4", "H44.", "Z01", "H44..1"])
def test_an_identifier_of_another_form_is_refused(code):
    agency = AgencyFactory.build(code=code, unit=CommuneFactory())
    with pytest.raises(ValidationError) as refusal:
        agency.full_clean(exclude=["parent"])
    assert "code" in refusal.value.message_dict


def test_an_ended_agency_is_in_force_until_its_last_day():
    agency = AgencyFactory(valid_from=date(2021, 1, 1), valid_to=date(2025, 6, 30))
    assert agency in Agency.objects.in_force(date(2025, 6, 30))
    assert agency not in Agency.objects.in_force(date(2025, 7, 1))
    assert agency not in Agency.objects.current()


def test_an_unknown_kind_is_refused():
    agency = AgencyFactory()
    with pytest.raises(IntegrityError, match="kind_is_known"):
        Agency.objects.filter(pk=agency.pk).update(kind="embassy")


def test_a_unit_has_one_row_per_code_and_first_day():
    commune = CommuneFactory(valid_from=None)
    with pytest.raises(IntegrityError, match="unit_code_is_unique"):
        CommuneFactory(code=commune.code, valid_from=None)
