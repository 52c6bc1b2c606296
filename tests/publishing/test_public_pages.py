import csv
import io
import json
import re
import subprocess
import sys

import duckdb
import pytest
from django.core.cache import cache
from django.test import Client

from caseflow.centers.models import AdministrativeUnit
from caseflow.portal.checking.views import KIT
from caseflow.publishing.datasets import COLUMNS
from caseflow.publishing.ladders import COUNTERS
from caseflow.throttling import WindowThrottle
from procedures.models import Procedure
from tests.publishing.days import MONTHS, published, rated_files

pytestmark = pytest.mark.django_db
HOME = "/figures/"


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


def page(address: str) -> str:
    answer = Client().get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_publication_the_pages_say_so(communes):
    code = Procedure.objects.get().code
    for address in (HOME, f"/figures/communes/{communes[0]}/", f"/figures/procedures/{code}/"):
        assert "Nothing is published yet" in page(address)


def test_the_province_and_its_communes_are_told(communes):
    published("2025-09")
    told = page(HOME)
    assert "8 / 8" in told
    assert told.count('class="none"') == 2


def test_a_page_reads_the_publication_and_not_the_count(communes, django_assert_num_queries):
    published("2025-09")
    page(HOME)
    with django_assert_num_queries(1):
        page(HOME)


def test_only_periods_have_pages_of_their_own_in_the_cache(communes, django_assert_num_queries):
    published("2025-09")
    page(HOME)
    for nonsense in ("?period=a%20b", "?period=9999-99", "?period=2025-9"):
        with django_assert_num_queries(1):
            page(HOME + nonsense)


def test_every_count_on_a_page_and_in_a_file_stands_in_what_was_signed(communes):
    made = published(*MONTHS, "2025-Q3")
    said = [line for one in made for line in (one.said["total"], *one.said["lines"])]
    signed = {str(line[name]) for line in said for name in COUNTERS} | {""}
    for dataset in ("province", "communes", "procedures"):
        for line in csv.DictReader(io.StringIO(text(f"open-data/{dataset}.csv"))):
            assert {line[name] for name in COUNTERS} <= signed
    code = Procedure.objects.get().code
    for place in ("", *(f"communes/{one}/" for one in communes), f"procedures/{code}/"):
        shown = re.findall(r"<td>(\d+)</td>|(\d+) / (\d+)</small>", page(HOME + place))
        assert {count for found in shown for count in found} <= signed


def text(address: str) -> str:
    return Client().get(HOME + address).content.decode()


def test_the_province_tells_how_people_rated(communes):
    rated_files()
    published("2025-09")
    told = page(HOME)
    assert "Satisfied: handled within the time of the rules" in told
    assert "Satisfied: attitude" not in told


def test_a_commune_has_its_page(communes):
    published("2025-09")
    told = page(f"/figures/communes/{communes[2]}/")
    assert "4 / 4" in told
    assert "publications/1/" in told
    assert AdministrativeUnit.objects.get(code=communes[2]).name in told.split("</title>")[0]


def test_a_small_commune_reads_that_it_is_withheld(communes):
    published("2025-09")
    assert "Too few files in this period" in page(f"/figures/communes/{communes[0]}/")


def test_a_procedure_has_its_page_by_quarter_linked_from_its_own(communes):
    published(*MONTHS, "2025-Q3")
    code = Procedure.objects.get().code
    assert "8 / 8" in page(f"/figures/procedures/{code}/")
    assert f"/figures/procedures/{code}/" in page(f"/procedures/{code}/")


def test_what_there_is_not_is_not_found(db):
    unknown = ("communes/99999/", "procedures/9.999999/", "publications/7/", "open-data/people.csv")
    for address in unknown:
        assert Client().get(HOME + address).status_code == 404, address


def test_the_files_of_the_open_data_say_the_same(communes):
    published("2025-09")
    lines = [Client().get(f"/figures/open-data/communes.{end}") for end in ("csv", "json")]
    table = list(csv.DictReader(io.StringIO(lines[0].content.decode())))
    (line,) = json.loads(lines[1].content)["lines"]
    assert list(table[0]) == [column.name for column in COLUMNS] == list(line)
    assert (table[0]["filed"], line["filed"], line["on_time_rate"]) == ("4", 4, "100.00")


def test_parquet_has_types_and_empty_where_something_is_withheld(communes, tmp_path):
    published("2025-09")
    file = tmp_path / "province.parquet"
    file.write_bytes(Client().get("/figures/open-data/province.parquet").content)
    (row,) = duckdb.read_parquet(str(file)).fetchall()
    assert (row[0], row[1].isoformat(), row[7]) == ("2025-09", "2025-09-01", 8)


def test_a_file_that_did_not_change_is_not_sent_again(communes):
    published("2025-09")
    first = Client().get("/figures/open-data/communes.csv")
    again = Client().get(
        "/figures/open-data/communes.csv", headers={"if-none-match": first["ETag"]}
    )
    assert (again.status_code, "public" in first["Cache-Control"]) == (304, True)
    published("2025-08")
    assert Client().get("/figures/open-data/communes.csv")["ETag"] != first["ETag"]


def test_the_catalogue_describes_every_file(communes):
    published("2025-09")
    told = json.loads(Client().get("/figures/open-data/catalogue.jsonld").content)
    files = [file for data in told["dcat:dataset"] for file in data["dcat:distribution"]]
    sizes = {}
    for file in files:
        path = file["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
        sizes[path] = len(Client().get(path).content) == file["dcat:byteSize"]
    assert (len(sizes), all(sizes.values())) == (9, True)
    assert told["dct:license"]["@id"].startswith("https://creativecommons.org/")


def test_the_open_data_page_explains_every_column(communes):
    told = page("/figures/open-data/")
    assert all(f"<code>{column.name}</code>" in told for column in COLUMNS)


def test_too_many_requests_are_told_to_wait(communes, monkeypatch):
    monkeypatch.setitem(WindowThrottle.THROTTLE_RATES, "public", "1/hour")
    answers = [Client().get(HOME).status_code for _twice in range(2)]
    assert answers == [200, 429]


def test_the_program_for_the_command_line_checks_a_publication(communes, tmp_path):
    published("2025-09")
    file, keys_file = tmp_path / "publication-1.json", tmp_path / "list.cbor"
    file.write_bytes(Client().get("/figures/publications/1.json").content)
    keys_file.write_bytes(Client().get("/check/caseflow-list.cbor").content)
    command = [sys.executable, str(KIT), "--list", str(keys_file), str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "publication 1 of 2025-09, 1 lines" in told.stdout
    file.write_text(file.read_text().replace('\\"filed\\":8', '\\"filed\\":12'))
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
