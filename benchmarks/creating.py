"""Filing over HTTP against the least that Django REST framework does for a parent and an event."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from statistics import median
from typing import Any, NamedTuple

from benchmarks import databases, people
from benchmarks.databases import Databases
from benchmarks.figures import Figure, Goal
from benchmarks.sandwiches import Sandwich, sandwich
from benchmarks.serving import Server, served
from benchmarks.sizes import Size
from citizens.models import Citizen

CONNECTIONS = 8
RATE, CPU = Goal(floor=0.5, aim=0.8), Goal(floor=2.0, aim=1.3)
Request = tuple[str, str]


class Load(NamedTuple):
    """One slice, as the client and the processors saw it."""

    per_second: float
    cpu_ms: float


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    with clones.used("creating") as database:
        address = databases.address(database)
        filings, creations = list(our_requests()), [bare_request()]
        with (
            served(
                "benchmarks.bare.wsgi:application",
                settings="benchmarks.bare.settings",
                database=address,
            ) as bare,
            served("config.wsgi:application", settings="config.settings", database=address) as ours,
        ):
            slices = sandwich(
                slice_of(bare, creations, size),
                slice_of(ours, filings, size),
                pairs=size.pairs,
            )
    yield from figures(slices)


def figures(slices: Sandwich[Load]) -> Iterator[Figure]:
    yield Figure(
        "create over HTTP, requests per second ÷ bare DRF",
        slices.ratios(lambda load: load.per_second),
        RATE,
        f"{middle(slices.ours).per_second:.0f}/s, bare {middle(slices.baseline).per_second:.0f}/s",
    )
    yield Figure(
        "create over HTTP, CPU per request ÷ bare DRF",
        slices.ratios(lambda load: load.cpu_ms),
        CPU,
        f"{middle(slices.ours).cpu_ms:.2f} ms, bare {middle(slices.baseline).cpu_ms:.2f} ms",
    )


def middle(loads: list[Load]) -> Load:
    return Load(*map(median, zip(*loads, strict=True)))


def slice_of(server: Server, requests: list[Request], size: Size) -> Callable[[], Load]:
    return partial(
        load,
        server,
        {
            "port": server.port,
            "connections": CONNECTIONS,
            "seconds": size.seconds,
            "requests": requests,
        },
    )


def load(server: Server, job: dict[str, Any]) -> Load:
    before = server.cpu_seconds()
    client = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=job["seconds"] + 60,
    )
    spent = server.cpu_seconds() - before
    told = json.loads(client.stdout)
    return Load(told["answered"] / told["seconds"], 1000 * spent / told["answered"])


def our_requests() -> Iterator[Request]:
    """One of every citizen, with a token of the own, at the centres of the province in turn."""
    citizens = Citizen.objects.select_related("account")
    for citizen, center in zip(citizens, cycle(people.communal_centers()), strict=False):
        body = people.filing(citizen, at_center=center)
        token = people.token(citizen.account)
        yield request("/api/v1/applications/", body, f"Authorization: Token {token}\r\n")


def bare_request() -> Request:
    citizen = Citizen.objects.all()[0]
    body = people.filing(citizen, at_center=people.center().code)
    return request(
        "/parents/",
        {
            "procedure": body["procedure"],
            "center": body["receiving_center"],
            "applicant_name": citizen.full_name,
            "form": body["form"] | {"applicant": body["applicant"]},
        },
    )


def request(path: str, body: object, fields: str = "") -> Request:
    """Head, open for one more field, and body."""
    text = json.dumps(body)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Accept: application/json\r\nContent-Length: {len(text)}\r\n{fields}"
    )
    return head, text
