"""How many SQL statements a request costs: counted, so there is no noise in it."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import people
from benchmarks.databases import Databases
from benchmarks.figures import Figure, Goal
from benchmarks.sizes import Size
from caseflow.accounts.models import Role, User
from citizens.models import Citizen

CREATE, VERB = Goal(floor=12, aim=8), Goal(floor=10, aim=7)
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
PATH = "/api/v1/applications/"
WAY = (
    (Role.CLERK, "receive", {}),
    (Role.CLERK, "start_review", {}),
    (Role.LEADER, "approve", {"text": "Đồng ý"}),
)


class Caller:
    """A program with a token, by way of all middleware, in this process."""

    def __init__(self, user: User) -> None:
        token = people.token(user)
        self.client = Client(headers={"host": "127.0.0.1", "authorization": f"Token {token}"})

    def post(self, path: str, body: dict[str, Any], **headers: str) -> tuple[dict[str, Any], int]:
        """The answer, and how many statements it took; the control of transactions is left out."""
        with CaptureQueriesContext(connection) as queries:
            answer = self.client.post(
                path, json.dumps(body), content_type="application/json", headers=headers
            )
        if not 200 <= answer.status_code < 300:
            raise ValueError(f"{path} answered {answer.status_code}: {answer.content!r}")
        said: dict[str, Any] = answer.json()
        return said, sum(not query["sql"].startswith(CONTROL) for query in queries)


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    with clones.used("statements"):
        # What a process keeps (calendar, compiled schema) is there from the second case on.
        for _case in range(2):
            counts = counts_of_a_case()
    create, *verbs = counts.items()
    yield Figure(f"SQL statements, {create[0]}", [create[1]], CREATE)
    for name, count in verbs:
        yield Figure(f"SQL statements, {name}", [count], VERB)


def counts_of_a_case() -> dict[str, int]:
    citizen = Citizen.objects.select_related("account").first()
    caller = Caller(citizen.account)
    body = people.filing(citizen, at_center=people.center().code)
    filed, count = caller.post(PATH, body, **{"idempotency-key": uuid4().hex})
    counts = {"create": count}
    for role, verb, body in WAY:
        caller = Caller(people.account(role))
        _said, counts[verb] = caller.post(f"{PATH}{filed['number']}/{verb}/", body)
    return counts
