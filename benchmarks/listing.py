"""The clerk's list in the desk, in a province of a year's files and in one of a few days'."""

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from django.test import Client
from django.urls import reverse

from benchmarks import people
from benchmarks.databases import Databases
from benchmarks.figures import Figure, Goal
from benchmarks.provinces import Province, few_files, many_files
from benchmarks.sandwiches import itself, sandwich, timed
from benchmarks.sizes import Size
from caseflow.accounts.models import Role
from caseflow.applications.models import Application
from caseflow.desk.listing import SEARCHED

GOAL = Goal(floor=1.5, aim=1.1)


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    provinces = (few_files(clones, size), many_files(clones, size))
    for name, ask in {
        "first page": {},
        "queue “in review”": {"queue": "in_review"},
        "queue “overdue”": {"queue": "overdue"},
    }.items():
        yield figure(name, [page_of(province, ask) for province in provinces], size)
    for name, words in {"search by full name": 3, "search by family name": 1}.items():
        pages = [page_of(province, {}, words) for province in provinces]
        yield figure(name, pages, size)


def figure(name: str, pages: list[Callable[[], int]], size: Size) -> Figure:
    rows_of_few, rows_of_many = (page() for page in pages)
    few, many = (timed(page, size.pages) for page in pages)
    slices = sandwich(few, many, pairs=size.pairs)
    of_many, of_few = (
        1000 * median(found) / size.pages for found in (slices.ours, slices.baseline)
    )
    return Figure(
        f"clerk's list, {name}, at {size.many_files:,} files ÷ at {size.few_files:,}",
        slices.ratios(itself),
        GOAL,
        f"{of_many:.1f} ms, {of_few:.1f} ms; of files shown {rows_of_many}, {rows_of_few}",
    )


def page_of(province: Province, ask: dict[str, str], words: int = 0) -> Callable[[], int]:
    """A clerk's browser, logged in, with so many words of somebody's name searched for."""
    with province():
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(people.account(Role.CLERK))
        if words:
            session = client.session
            session[SEARCHED] = " ".join(name_of_somebody().split()[:words])
            session.save()
    return partial(get, province, client, ask)


def name_of_somebody() -> str:
    cases = Application.objects.handled_by((people.center().pk,)).newest_first()
    return cases[0].applicant_name


def get(province: Province, client: Client, ask: dict[str, str]) -> int:
    """How many files the page shows."""
    with province():
        answer = client.get(reverse("admin:applications_application_changelist"), ask)
    if answer.status_code != 200:
        raise ValueError(f"the list answered {answer.status_code}")
    return answer.content.count(b"data-desk-row")
