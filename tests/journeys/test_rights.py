"""Every path of the API asked by everybody: who gets in, and who learns nothing.

The table is checked against the schema, so that a new path cannot be forgotten.
"""

import json
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from caseflow.accounts.models import Role
from caseflow.applications.models import Application, Draft, Event
from caseflow.applications.states import State
from tests.api import Api
from tests.factories import BODIES, a_citizen, a_supervisor, an_office, case_in

pytestmark = pytest.mark.django_db
API = "/api/v1/"
#: no token | owner | other citizen | clerk, officer, leader of the office | a clerk elsewhere |
#: supervisor. The case is received, so a deed of the right person that cannot be done now is 409.
COLUMNS = ("nobody", "owner", "stranger", "clerk", "officer", "leader", "elsewhere", "supervisor")
OPEN_TO_ALL = {
    "GET centers/": 200,
    "GET procedures/": 200,
    "GET procedures/{code}/": 404,
    "GET procedures/{code}/deadline/": 400,
    "GET procedures/{code}/fees/": 404,
    # No gateway is set up here.
    "GET payments/notice/": 404,
    "GET seals/": 200,
    "GET seals/{day}/": 404,
    "GET tracking/{number}/": 404,
    "POST tracking/{number}/rating/": 404,
    "POST auth/token/": 400,
    "POST signatures/verify/": 400,
}
TABLE = {
    "GET applications/": "401 200 200 200 200 200 200 200",
    "POST applications/": "401 400 400 400 403 403 400 403",
    "GET applications/{number}/": "401 200 404 200 200 200 404 200",
    "GET applications/{number}/events/": "401 200 404 200 200 200 404 200",
    "GET applications/{number}/documents/": "401 200 404 200 200 200 404 403",
    "POST applications/{number}/documents/": "401 400 404 400 400 403 404 403",
    "GET applications/{number}/documents/{id}/": "401 404 404 404 404 404 404 403",
    "GET applications/{number}/documents/{id}/verdict/": "401 404 404 404 404 404 404 403",
    "GET applications/{number}/fees/": "401 200 404 200 200 200 404 403",
    "GET applications/{number}/payments/": "401 200 404 200 200 200 404 403",
    "POST payments/{number}/start/": "401 404 404 404 404 404 404 404",
    "GET applications/{number}/deliveries/": "401 200 404 200 200 200 404 403",
    "POST applications/{number}/amend/": "401 403 404 403 403 409 404 403",
    "POST applications/{number}/revoke_amendment/": "401 403 404 403 403 409 404 403",
    "POST applications/{number}/deliver/": "401 403 404 409 403 403 404 403",
    "POST applications/{number}/certify_copy/": "401 403 404 403 403 409 404 403",
    "GET applications/{number}/evidence/": "401 200 404 200 200 200 404 403",
    "GET applications/{number}/results/": "401 200 404 200 200 200 404 403",
    "GET applications/{number}/results/{id}/": "401 404 404 404 404 404 404 403",
    "POST applications/{number}/receive/": "401 403 404 409 403 403 404 403",
    "POST applications/{number}/refuse/": "401 403 404 409 403 403 404 403",
    "POST applications/{number}/request_supplement/": "401 403 404 200 200 403 404 403",
    "POST applications/{number}/supply/": "401 409 404 409 403 403 404 403",
    "POST applications/{number}/start_review/": "401 403 404 200 200 403 404 403",
    "POST applications/{number}/propose/": "401 403 404 403 409 403 404 403",
    "POST applications/{number}/consult/": "401 403 404 403 400 403 404 403",
    "POST applications/{number}/request_payment/": "401 403 404 403 409 403 404 403",
    "POST applications/{number}/pay/": "401 403 404 409 403 403 404 403",
    "POST applications/{number}/extend/": "401 403 404 403 403 400 404 403",
    "POST applications/{number}/approve/": "401 403 404 403 403 409 404 403",
    "POST applications/{number}/reject/": "401 403 404 403 403 409 404 403",
    "POST applications/{number}/revoke_decision/": "401 403 404 403 403 409 404 403",
    "POST applications/{number}/return_result/": "401 403 404 409 403 403 404 403",
    "POST applications/{number}/withdraw/": "401 200 404 403 403 403 404 403",
    "POST applications/{number}/stop/": "401 403 404 409 403 409 404 403",
    "POST applications/{number}/transfer/": "401 403 404 400 403 400 404 403",
    "POST applications/{number}/assign/": "401 403 404 400 403 400 404 403",
    "POST applications/{number}/note/": "401 403 404 200 200 200 404 403",
    "POST applications/{number}/rate/": "401 409 404 403 403 403 404 403",
    "POST applications/{number}/correct/": "401 409 404 409 403 403 404 403",
    "GET applications/{number}/control-slip/": "401 403 404 200 200 200 404 403",
    "GET applications/{number}/deadline/": "401 200 404 200 200 200 404 200",
    "GET applications/{number}/readings/": "401 200 404 200 200 200 404 403",
    "GET applications/{number}/slips/": "401 200 404 200 200 200 404 403",
    "GET applications/{number}/slips/{id}/": "401 404 404 404 404 404 404 403",
    "GET consultations/": "401 200 200 200 200 200 200 200",
    "GET me/messages/": "401 200 200 200 200 200 200 200",
    "GET me/notices/": "401 200 200 200 200 200 200 200",
    "GET me/push/": "401 200 200 200 200 200 200 200",
    "PATCH me/notices/": "401 200 200 200 200 200 200 200",
    "POST applications/{number}/agree_extension/": "401 403 404 403 403 400 404 403",
    "POST applications/{number}/answer_consultation/": "401 403 404 403 403 403 404 403",
    "POST applications/{number}/close_correction/": "401 403 404 409 409 409 404 403",
    "POST applications/{number}/release/": "401 403 404 409 403 409 404 403",
    "POST me/push/": "401 404 404 404 404 404 404 404",
    "POST me/push/forget/": "401 400 400 400 400 400 400 400",
    "POST refusals/": "401 403 403 400 403 403 400 403",
    "GET drafts/": "401 200 200 200 200 200 200 200",
    "POST drafts/": "401 400 400 400 400 400 400 400",
    "GET drafts/{reference}/": "401 200 404 404 404 404 404 404",
    "PUT drafts/{reference}/": "401 400 404 404 404 404 404 404",
    "DELETE drafts/{reference}/": "401 204 404 404 404 404 404 404",
    "GET drafts/{reference}/documents/": "401 200 404 404 404 404 404 404",
    "POST drafts/{reference}/documents/": "401 400 404 404 404 404 404 404",
    "POST drafts/{reference}/file/": "401 400 404 404 404 404 404 404",
    "GET me/documents/": "401 200 200 200 200 200 200 200",
    "GET me/documents/{id}/": "401 404 404 404 404 404 404 404",
    "POST uploads/": "401 412 412 412 412 412 412 412",
    "PATCH uploads/{reference}/": "401 412 412 412 412 412 412 412",
    "DELETE uploads/{reference}/": "401 412 412 412 412 412 412 412",
    "POST applications/{number}/object/": "401 409 404 403 403 403 404 403",
    "POST applications/{number}/send_paper/": "401 403 404 409 403 403 404 403",
    "POST applications/{number}/receive_paper/": "401 403 404 409 409 403 404 403",
    "GET helper-sessions/": "401 200 200 200 200 200 200 200",
    "POST helper-sessions/": "401 403 403 400 403 403 400 403",
    "GET helper-sessions/{reference}/": "401 404 404 404 404 404 404 404",
    "POST helper-sessions/{reference}/open/": "401 404 404 404 404 404 404 404",
    "POST helper-sessions/{reference}/end/": "401 404 404 404 404 404 404 404",
    "GET helper-codes/": "401 200 200 403 403 403 403 403",
    "POST helper-codes/{reference}/refuse/": "401 404 404 403 403 403 403 403",
    "GET applications/{number}/scans/": "401 200 404 200 200 200 404 403",
    "GET applications/{number}/scans/{id}/": "401 404 404 404 404 404 404 403",
    "GET signing-orders/": "401 403 403 200 200 200 200 403",
    "GET signing-orders/{reference}/": "401 403 403 404 404 404 404 403",
    "GET signing-orders/{reference}/document/": "401 403 403 404 404 404 404 403",
    "POST signing-orders/{reference}/prepare/": "401 403 403 404 404 404 404 403",
    "POST signing-orders/{reference}/complete/": "401 403 403 404 404 404 404 403",
    "POST signing-orders/{reference}/refuse/": "401 403 403 404 404 404 404 403",
    "GET indicators/": "401 403 403 400 400 400 400 400",
    "GET reports/certificates/": "401 403 403 200 200 200 200 200",
    "GET reports/filing-quality/": "401 403 403 200 200 200 200 200",
    "GET reports/processing-time/": "401 403 403 200 200 200 200 200",
    "GET scorecards/decision-766/": "401 403 403 200 200 200 200 200",
    "GET scorecards/communes/": "401 403 403 403 403 403 403 200",
    "GET scorecards/targets/": "401 403 403 403 403 403 403 200",
    "GET scorecards/lights/": "401 403 403 403 403 403 403 200",
    "GET scorecards/published/": "401 403 403 403 403 403 403 200",
    "GET scorecards/coverage/": "401 403 403 403 403 403 403 200",
}


@pytest.fixture(scope="module")
def world(shared_rows):
    """One received case with its people, and everybody who has nothing to do with it."""
    with shared_rows():
        return made_world()


def made_world():
    office, owner = an_office(), a_citizen()
    case = case_in(State.RECEIVED, office, by=owner)
    draft = Draft.objects.create(owner=owner, procedure=case.procedure)
    people = {
        "owner": owner,
        "stranger": a_citizen("025190000456", "Hà Văn Nam"),
        "elsewhere": an_office().colleague(Role.CLERK),
        "supervisor": a_supervisor(),
    } | {role: office.colleague(role) for role in (Role.CLERK, Role.OFFICER, Role.LEADER)}
    return SimpleNamespace(case=case, draft=draft, people=people)


def ask(world, who, line):
    method, template = line.split()
    names = {"number": world.case.number, "reference": world.draft.reference, "id": "1"}
    path = API + template.format(**names, code="9.999999", day="2026-03-02")
    verb = path.rstrip("/").rpartition("/")[2]
    headers = Api(world.people[who]).headers if who in world.people else {}
    body = {"data": json.dumps(BODIES.get(verb, {})), "content_type": "application/json"}
    if template.endswith(("documents/", "verify/")):
        body = {"data": {}}
    sent = {} if method == "GET" else body
    return getattr(Client(), method.lower())(path, headers=headers, **sent)


@pytest.mark.parametrize("line", TABLE)
def test_everybody_gets_from_a_path_what_they_may_and_no_more(line, world):
    found = {}
    for who in COLUMNS:
        with transaction.atomic():
            found[who] = ask(world, who, line).status_code
            transaction.set_rollback(True)
    assert found == dict(zip(COLUMNS, map(int, TABLE[line].split()), strict=True))


@pytest.mark.parametrize("line", OPEN_TO_ALL)
def test_what_is_open_to_all_needs_no_token(line, world):
    assert ask(world, "nobody", line).status_code == OPEN_TO_ALL[line]


def test_the_table_names_every_path_of_the_api():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    paths = {
        f"{method.upper()} {path.removeprefix(API)}"
        for path, methods in schema["paths"].items()
        for method in methods
        if method in {"get", "post", "put", "patch", "delete"}
    }
    assert paths == {*TABLE, *OPEN_TO_ALL}


def test_a_stranger_cannot_tell_a_file_of_others_from_one_that_is_not_there(world):
    there = ask(world, "stranger", "GET applications/{number}/")
    nowhere = SimpleNamespace(**vars(world) | {"case": Application(number="H44.9999-260302-0001")})
    missing = ask(nowhere, "stranger", "GET applications/{number}/")
    assert (there.status_code, there.content) == (missing.status_code, missing.content)


@pytest.mark.parametrize("who", ["nobody", "stranger", "elsewhere", "supervisor"])
def test_who_is_not_concerned_changes_nothing(who, world):
    before = Event.objects.count()
    for line in TABLE:
        if line.startswith("POST applications/{number}/"):
            ask(world, who, line)
    assert Event.objects.count() == before
    assert Application.objects.get().state == State.RECEIVED


def test_lists_hold_nothing_of_others(world):
    for who in ("stranger", "elsewhere"):
        for line in ("GET applications/", "GET drafts/"):
            assert ask(world, who, line).json()["results"] == []
