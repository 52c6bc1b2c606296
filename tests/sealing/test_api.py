"""What is exported, and that the counter-check believes it, or not, without us."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.portal.checking.views import KIT
from caseflow.sealing import making
from caseflow.sealing.models import Seal
from signatures import trust_lists
from tests.api import Api
from tests.factories import a_citizen, an_office, case_in
from tests.sealing.days import note

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(scope="module")
def office(shared_rows):
    with shared_rows():
        return an_office()


@pytest.fixture(scope="module")
def mai(shared_rows):
    with shared_rows():
        return a_citizen()


@pytest.fixture(scope="module")
def case(office, mai, shared_rows) -> Application:
    """Sealed among others, and noted on since."""
    with shared_rows():
        cases = [case_in(State.RETURNED, office) for _other in range(3)]
        cases += [case_in(State.RETURNED, office, by=mai)]
        note(*cases)
        making.seal_next(through=TODAY(), at=timezone.now())
        lifecycle.note(cases[3].pk, actor=office.clerk, at=timezone.now(), text="Gọi lại")
    return cases[3]


def evidence(case: Application, user: Any) -> dict[str, Any]:
    return Api(user).get(f"/api/v1/applications/{case.number}/evidence/").json()


def checked(folder: Path, content: bytes | str) -> tuple[int, str]:
    """What the counter-check says of it, in a process that knows nothing of us."""
    for name, bytes_ in {
        "list.cbor": trust_lists.newest(at=timezone.now()),
        "given": content if isinstance(content, bytes) else content.encode(),
    }.items():
        (folder / name).write_bytes(bytes_)
    command = [sys.executable, "-I", KIT, "--list", folder / "list.cbor", folder / "given"]
    done = subprocess.run(command, capture_output=True, text=True, env={})
    return done.returncode, done.stdout + done.stderr


def test_the_owner_takes_home_a_chain_that_proves_itself(case, mai, tmp_path):
    exported = evidence(case, mai)
    code, told = checked(tmp_path, json.dumps(exported))
    assert code == 0, told
    assert f"up to event {case.last_sequence} in seal 1 of {TODAY()}" in told
    assert exported["declared"]["text"].find("Lò Thị Quỳnh Mai") > 0


def test_what_the_office_thought_by_itself_is_given_as_a_hash(case, mai, office):
    last = evidence(case, mai)["events"][-1]
    assert (last["content"], last["words"]) == (None, None)
    assert len(last["hash"]) == 64


def test_an_office_gets_the_chain_without_words_of_the_person(case, office):
    exported = evidence(case, office.colleague(Role.CLERK))
    assert (exported["declared"], {event["words"] for event in exported["events"]}) == (
        None,
        {None},
    )
    assert exported["events"][-1]["content"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("received", "recieved"),
        ("Lò Thị Quỳnh Mai", "Lò Thị Quỳnh Mau"),
        ('"path": ["', '"path": ["00'),
    ],
)
def test_an_altered_export_is_not_believed(case, mai, tmp_path, before, after):
    text = json.dumps(evidence(case, mai), ensure_ascii=False)
    code, told = checked(tmp_path, text.replace(before, after, 1))
    assert (code, "NOT GENUINE" in told) == (1, True), told


def test_a_seal_is_public_without_the_figures_of_the_day(case, tmp_path):
    sealed = Client().get(f"/api/v1/seals/{TODAY()}/").json()
    assert checked(tmp_path, json.dumps(sealed))[0] == 0
    assert sorted(sealed) == ["envelope", "format", "stamp"]


def test_figures_kept_with_a_seal_are_those_that_were_sealed(case, tmp_path):
    """Seals that were downloaded when they still carried them."""
    sealed = Client().get(f"/api/v1/seals/{TODAY()}/").json()
    sealed["figures"] = Seal.objects.get().figures
    assert checked(tmp_path, json.dumps(sealed))[0] == 0
    sealed["figures"] = sealed["figures"].replace('"to"', '"To"')
    assert "the figures are not those that were sealed" in checked(tmp_path, json.dumps(sealed))[1]


def test_the_list_of_seals_goes_on_by_number(case):
    for more in (1, 2):
        making.seal_next(through=TODAY() + timedelta(days=more), at=timezone.now())
    found = Client().get("/api/v1/seals/?before=3").json()
    assert [line["number"] for line in found["results"]] == [2, 1]
    assert found["next"] is None
    assert Client().get("/api/v1/seals/?before=x").status_code == 400


def test_a_day_without_a_seal_is_not_found(db):
    assert Client().get("/api/v1/seals/2020-01-01/").status_code == 404
    assert Client().get("/api/v1/seals/2020-99-99/").status_code == 404
