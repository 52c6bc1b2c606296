"""Every page of reports, in a province of a year's files and in one of a few days'."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from statistics import median
from typing import Any

from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from benchmarks import people
from benchmarks.databases import Databases
from benchmarks.figures import Figure, Goal
from benchmarks.provinces import Province, few_files, many_files
from benchmarks.sandwiches import itself, sandwich, timed
from benchmarks.sizes import Size
from caseflow.accounts.models import Role

TIMES = "/reports/processing-time/"
AREAS = ("reports/", "scorecards/")
GROWTH = Goal(floor=1.5, aim=1.1)
MILLISECONDS = Goal(floor=300, aim=100)


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    few, many = few_files(clones, size), many_files(clones, size)
    browsers = {province: supervisor_in(province) for province in (few, many)}
    named = {address: address for address in addresses(get_resolver().url_patterns)}
    named |= {f"{TIMES} {name}": f"{TIMES}?{asked}" for name, asked in states().items()}
    for name, address in islice(named.items(), size.reports):
        pages = [partial(get, province, browsers[province], address) for province in (few, many)]
        if all(page() for page in pages):
            yield from figures(name, pages, size)


def states() -> dict[str, str]:
    """Of the report that reads most, what is a click away."""
    today = timezone.localdate()
    return {
        "of thirty days": f"from={today - timedelta(days=29)}&to={today}",
        "of this year": f"from={today.replace(month=1, day=1)}&to={today}",
        "by P90, the slowest first": "sort=-nine_tenths",
    }


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Pages that ask for nothing in their address."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        elif route.startswith(AREAS) and "<" not in route:
            yield f"/{route}"


def supervisor_in(province: Province) -> Client:
    with province():
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(people.account(Role.SUPERVISOR))
    return client


def get(province: Province, client: Client, address: str) -> bool:
    """Whether it is a page, and not a file to take away."""
    with province():
        answer = client.get(address)
    if answer.status_code >= 500:
        raise ValueError(f"{address} answered {answer.status_code}")
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    if answer.streaming:
        answer.close()
    return answer.status_code == 200 and is_page


def figures(name: str, pages: list[Callable[[], bool]], size: Size) -> Iterator[Figure]:
    few, many = map(timed, pages)
    slices = sandwich(few, many, pairs=size.pairs)
    of_many, of_few = (1000 * median(found) for found in (slices.ours, slices.baseline))
    yield Figure(
        f"{name} at {size.many_files:,} files ÷ at {size.few_files:,}",
        slices.ratios(itself),
        GROWTH,
        f"{of_many:.1f} ms, {of_few:.1f} ms",
    )
    milliseconds = [1000 * seconds for seconds in slices.ours]
    yield Figure(f"{name} at {size.many_files:,} files, ms", milliseconds, MILLISECONDS)
