from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from caseflow.accounts.models import Role
from caseflow.applications.models import Event
from tests.factories import case_in, filed_case

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*requests):
    """Each request from a thread of its own, all at the same moment; their answers."""
    together = Barrier(len(requests))

    def sent(request):
        try:
            together.wait(timeout=20)
            return request()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(sent, requests))


def test_of_two_clerks_one_acts_and_the_other_is_told_what_happened(office, desk):
    page = f"/admin/applications/application/{filed_case(office).number}/"
    one, other = desk(Role.CLERK), desk(Role.CLERK)
    answers = at_once(
        lambda: one.post(page + "receive/", {"seen": 1}, follow=True),
        lambda: other.post(page + "refuse/", {"seen": 1, "reason": "Sai thẩm quyền"}, follow=True),
    )
    told = [answer.content.decode() for answer in answers]
    assert sum("Done:" in text for text in told) == 1
    assert sum("Nothing was done" in text and "reception clerk" in text for text in told) == 1
    assert Event.objects.count() == 2


def test_the_same_note_sent_twice_at_once_is_kept_once(office, desk):
    case = case_in("in_review", office)
    page = f"/admin/applications/application/{case.number}/note/"
    note = {"seen": case.last_sequence, "text": "Đã gọi điện"}
    officer = desk(Role.OFFICER)
    at_once(*[lambda: officer.post(page, note)] * 3)
    assert Event.objects.filter(verb="note").count() == 1
