import pytest

from procedures import publishing
from procedures.models import Fee, RequiredPaper
from seeds import procedures as shipped
from tests.procedures.factories import NEW_YEAR, VersionFactory, published

pytestmark = pytest.mark.django_db
LIST = "/api/v1/procedures/"


def found(client, **query):
    return [row["code"] for row in client.get(LIST, query).json()["results"]]


@pytest.mark.parametrize("words", ["Khai sinh", "dang ky khai sinh", "SINH khai", "1.001193"])
def test_a_search_ignores_accents_case_and_order(client, words):
    shipped.load(at=NEW_YEAR)
    assert found(client, search=words)[0] == "1.001193"


def test_a_search_in_english_finds_the_procedure(client):
    shipped.load(at=NEW_YEAR)
    assert "1.000894" in found(client, search="marriage registration")


def test_an_exact_code_comes_first(client):
    exact = published(procedure__code="1.000001", procedure__name="Một tên rất dài " * 5)
    other = published(procedure__code="1.000002", procedure__name="Theo 1.000001")
    codes = [exact.procedure.code, other.procedure.code]
    assert found(client, search="1.000001") == codes


@pytest.mark.parametrize("words", ["%", "_", "khong co thu tuc nay", "\\"])
def test_signs_of_a_pattern_are_letters_like_others(client, words):
    published()
    assert found(client, search=words) == []


def test_a_field_a_level_and_an_online_level_narrow_the_list(client):
    shipped.load(at=NEW_YEAR)
    codes = found(client, field="hộ tịch", level="province", online_level="unstated")
    assert sorted(codes) == ["2.000635", "2.002516"]


@pytest.mark.parametrize(
    ("name", "value"), [("online_level", "very"), ("level", "moon"), ("search", "a\x00b")]
)
def test_a_nonsense_filter_is_named(client, name, value):
    answer = client.get(LIST, {name: value})
    assert answer.status_code == 400
    assert name in answer.json()["fields"]


def test_drafts_and_retired_procedures_are_not_listed(client):
    VersionFactory()
    publishing.retire(published(), at=NEW_YEAR, by=None)
    assert found(client) == []


def test_pages_neither_repeat_nor_skip(client):
    codes = {published().procedure.code for _ in range(60)}
    page, seen = client.get(LIST).json(), []
    while True:
        seen += [row["code"] for row in page["results"]]
        if not page["next"]:
            break
        page = client.get(page["next"]).json()
    assert len(seen) == 60
    assert set(seen) == codes


def test_a_procedure_tells_its_form_papers_limit_and_fees(client):
    shipped.load(at=NEW_YEAR)
    body = client.get(LIST + "1.001193/").json()
    assert body["form_schema"]["required"] == ["child", "relation"]
    assert body["form_example"]["child"]["sex"] == "female"
    assert {"key", "name", "required"} <= body["required_papers"][0].keys()
    assert body["time_limit"]["unit"] == "same_day"
    assert (body["online_level"], body["version"], body["returns_document"]) == ("full", 1, True)
    assert body["result_types"][0]["code"] == "KQ.G15.000031"


@pytest.mark.parametrize("code", ["9.999999", "x", "1.00119"])
def test_an_unknown_procedure_is_not_found(client, code):
    assert client.get(f"{LIST}{code}/").status_code == 404


def test_a_retired_procedure_is_not_found(client):
    version = published()
    publishing.retire(version, at=NEW_YEAR, by=None)
    assert client.get(f"{LIST}{version.procedure.code}/").status_code == 404


def test_the_list_costs_one_query(client, django_assert_num_queries):
    for _ in range(5):
        published()
    with django_assert_num_queries(1):
        assert len(found(client)) == 5


def test_a_procedure_costs_seven_queries_however_many_lines(client, django_assert_num_queries):
    version = VersionFactory()
    for number in range(5):
        Fee.objects.create(version=version, amount=number)
        RequiredPaper.objects.create(version=version, key=f"p{number}", name="x", required=True)
    publishing.publish(version, at=NEW_YEAR, by=None)
    with django_assert_num_queries(7):
        body = client.get(f"{LIST}{version.procedure.code}/").json()
    assert len(body["fees"]) == len(body["required_papers"]) == 5
