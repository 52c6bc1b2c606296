import pytest

from tests.centers.factories import (
    AgencyFactory,
    CommuneFactory,
    ProvinceFactory,
    ServiceCenterFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/centers/"


@pytest.fixture
def phu_tho():
    return ProvinceFactory(code="25")


def center_in(province, name, **fields):
    unit = CommuneFactory(parent=province, name=name)
    title = f"Trung tâm Phục vụ hành chính công {name}"
    return ServiceCenterFactory(unit=unit, name=title, **fields)


def codes(response):
    assert response.status_code == 200, response.content
    return [center["code"] for center in response.json()["results"]]


def test_a_centre_is_described_without_login(client, phu_tho):
    center_in(phu_tho, "Phường Việt Trì", code="H44.101.01")
    center = client.get(ADDRESS).json()["results"][0]
    assert center["code"] == "H44.101.01"
    assert center["name"] == "Trung tâm Phục vụ hành chính công Phường Việt Trì"
    assert center["level"] == "commune"
    assert center["identifier_is_synthetic"] is True


def test_only_centres_in_force_are_listed(client, phu_tho):
    AgencyFactory()
    center_in(phu_tho, "Phường Việt Trì", valid_to="2025-06-30")
    assert codes(client.get(ADDRESS)) == []


@pytest.mark.parametrize("words", ["viet tri", "VIỆT TRÌ", "tri  phuong", "h44.101"])
def test_a_search_ignores_accents_case_and_order(client, phu_tho, words):
    center_in(phu_tho, "Phường Việt Trì", code="H44.101.01")
    center_in(phu_tho, "Xã Tam Nông", code="H44.102.01")
    assert codes(client.get(ADDRESS, {"search": words})) == ["H44.101.01"]


def test_a_province_has_its_own_centre_and_those_of_its_communes(client, phu_tho):
    ours = center_in(phu_tho, "Phường Việt Trì")
    own = ServiceCenterFactory(unit=phu_tho, name="Trung tâm tỉnh")
    center_in(ProvinceFactory(code="33"), "Phường Phố Hiến")
    assert set(codes(client.get(ADDRESS, {"province": "25"}))) == {ours.code, own.code}


@pytest.mark.parametrize(
    ("field", "value"), [("province", "Phú Thọ"), ("search", "\x00"), ("search", "a" * 101)]
)
def test_a_wrong_parameter_is_named(client, field, value):
    response = client.get(ADDRESS, {field: value})
    assert response.status_code == 400
    assert field in response.content.decode()


def test_pages_follow_one_another_in_vietnamese_order(client, phu_tho):
    names = [
        f"{first}{last}" for first in ("Xã A", "Xã Ă", "Xã Đ") for last in "bcdghiklmnopqrstuvxy"
    ]
    for name in reversed(names):
        center_in(phu_tho, name)
    first = client.get(ADDRESS).json()
    second = client.get(first["next"]).json()
    listed = [center["name"] for center in first["results"] + second["results"]]
    assert [name.removeprefix("Trung tâm Phục vụ hành chính công ") for name in listed] == names
    assert first["previous"] is None
    assert second["next"] is None
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_a_page_costs_one_query(client, phu_tho, django_assert_num_queries):
    for name in ("Xã A", "Xã B", "Xã C"):
        center_in(phu_tho, name)
    with django_assert_num_queries(1):
        client.get(ADDRESS, {"province": "25", "search": "xa"})
