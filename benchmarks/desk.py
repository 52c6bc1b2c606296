"""How many SQL statements a page of the desk costs, among many files and among few."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import people
from benchmarks.databases import Databases
from benchmarks.figures import Figure, Goal
from benchmarks.listing import name_of_somebody
from benchmarks.provinces import Province, few_files, many_files
from benchmarks.sizes import Size
from benchmarks.statements import CONTROL, PATH, WAY, Caller
from caseflow.accounts.models import Role, User
from caseflow.desk.listing import SEARCHED
from caseflow.desk.queues import Queue
from citizens.models import Citizen

DESK = "/admin/"
FILES = f"{DESK}applications/application/"
#: Pages that show files or what belongs to them, and who reads them.
PAGES = {
    Role.CLERK: {
        "queue": DESK,
        "list": FILES,
        **{f"list, {queue.replace('_', ' ')}": f"{FILES}?queue={queue}" for queue in Queue},
        "list, filtered": f"{FILES}?state=in_review&channel=counter",
        "filing": f"{FILES}file/{people.PROCEDURE}/",
        "my bulk deeds": f"{FILES}bulk/",
        "register": f"{DESK}issuing/registerentry/",
        "payments": f"{DESK}payments/payment/",
        "papers under way": f"{DESK}applications/paperhandover/",
        "consultations": f"{DESK}applications/consultation/",
        "helped filings": f"{DESK}applications/helpersession/",
        "messages not delivered": f"{DESK}notices/message/",
        "my messages": f"{DESK}notices/message/mine/",
    },
    Role.LEADER: {
        "signing inbox": f"{DESK}issuing/signingorder/",
        "certified copies": f"{DESK}issuing/certifiedcopy/",
    },
    Role.SUPERVISOR: {
        "list, whole province": FILES,
        "calendars": f"{DESK}applications/calendarchange/",
        "calendar, new decision": f"{DESK}applications/calendarchange/add/",
        "reconciliation": f"{DESK}payments/payment/reconciliation/",
    },
}
OF_A_CASE = {"case": "", "case, its dates": "due/", "case, its papers": "papers/"}
Page = Callable[[], Any]
AFTER = re.compile(r'href="(\?[^"]*\bafter=[^"]+)"')


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    few, many = (counts_in(province(clones, size)) for province in (few_files, many_files))
    for name, count in many.items():
        yield Figure(
            f"SQL statements, desk, {name}, at {size.many_files:,} files",
            [count],
            # As many as among few files; one more is still bearable.
            Goal(floor=few[name] + 1, aim=few[name]),
            f"{few[name]} at {size.few_files:,}",
        )


def counts_in(province: Province) -> dict[str, int]:
    with province(), left_as_it_was():
        return {name: statements_of(page) for name, page in pages()}


@contextmanager
def left_as_it_was() -> Iterator[None]:
    """A clerk who opens a file is written down, and a choice for a bulk deed is kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def statements_of(page: Page) -> int:
    """The second time, when the process knows what it keeps; without transactions' control."""
    page()
    with CaptureQueriesContext(connection) as queries:
        answer = page()
    if answer.status_code != 200:
        raise ValueError(f"a page of the desk answered {answer.status_code}")
    return sum(not query["sql"].startswith(CONTROL) for query in queries)


def pages() -> Iterator[tuple[str, Page]]:
    User.objects.filter(username=Role.SUPERVISOR).update(is_staff=True)
    for role, addresses in PAGES.items():
        browser = browser_of(role)
        for name, address in addresses.items():
            yield name, opening(browser, address)
    clerk = browser_of(Role.CLERK)
    number = case_in_review()
    for name, address in OF_A_CASE.items():
        yield name, opening(clerk, f"{FILES}{number}/{address}")
    yield "list, next page", opening(clerk, next_page(clerk))
    yield "bulk deed, looked through", opening(clerk, chosen(clerk))
    for name, words in {"full": 3, "family": 1}.items():
        search(clerk, " ".join(name_of_somebody().split()[:words]))
        yield f"list, search by {name} name", opening(clerk, FILES)


def browser_of(role: Role) -> Client:
    browser = Client(headers={"host": "127.0.0.1", "accept-language": "en"})
    browser.force_login(people.account(role))
    return browser


def opening(browser: Client, address: str) -> Page:
    return lambda: browser.get(address)


def case_in_review() -> str:
    """Filed and received as people do it, so it has a chain and everything a page shows of one."""
    account = User.objects.get(username="citizen-0")
    body = people.filing(Citizen.objects.get(account=account), at_center=people.center().code)
    filed, _statements = Caller(account).post(PATH, body)
    number = str(filed["number"])
    for role, verb, said in WAY[:2]:
        Caller(people.account(role)).post(f"{PATH}{number}/{verb}/", said)
    return number


def next_page(browser: Client) -> str:
    found = AFTER.search(browser.get(FILES).content.decode())
    return FILES + (unescape(found[1]) if found else "")


def chosen(browser: Client) -> str:
    """All that wait for their reception, as many as a bulk deed takes."""
    asked = {"verb": "receive", "everything": "1", "filter": f"queue={Queue.TO_RECEIVE}"}
    return str(browser.post(f"{FILES}bulk/", asked).headers["Location"])


def search(browser: Client, words: str) -> None:
    session = browser.session
    session[SEARCHED] = words
    session.save()
