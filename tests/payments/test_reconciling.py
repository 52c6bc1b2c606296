from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from caseflow.applications.states import State
from caseflow.payments import reconciling, sandbox, starting
from caseflow.payments.models import Receipt, StatementLine
from caseflow.payments.states import Match
from tests.factories import an_office, case_in
from tests.payments.gateway import an_order, notify, ordered, said

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
HEAD = "transaction,reference,amount,paid_at\n"
NOON = "2026-03-02T12:00:00+07:00"


@pytest.fixture
def order():
    """Paid at noon of the day, as transaction `G…`."""
    order = an_order(an_office())
    notify(said(order))
    return order


@pytest.fixture
def statement(tmp_path):
    def written(*rows):
        file = tmp_path / "statement.csv"
        file.write_text(HEAD + "".join(f"{row}\n" for row in rows))
        return file

    return written


def told(file):
    """The exit code and the lines the command ends with."""
    out = StringIO()
    try:
        call_command("reconcile_payments", file, stdout=out)
    except SystemExit as left:
        return left.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def counts(*numbers):
    names = ("matched", "different", "ours only", "theirs only")
    return [f"{name} {number}" for name, number in zip(names, numbers, strict=True)]


def test_two_books_that_agree_end_well(order, statement):
    code, lines = told(statement(f"G{order.pk},{order.reference},8000,{NOON}"))
    assert (code, lines) == (0, ["lines 1", *counts(1, 0, 0, 0)])


def test_each_kind_of_difference_is_named_and_counted(order, statement):
    other = an_order(an_office())
    notify(said(other))
    file = statement(f"G{order.pk},{order.reference},9000,{NOON}", f"X1,{other.reference},1,{NOON}")
    code, lines = told(file)
    assert code == 1
    assert lines[-4:] == counts(0, 1, 1, 1)
    assert f"G{order.pk}: different, 8000 / 9000" in lines


def test_a_statement_taken_twice_changes_nothing(order, statement):
    file = statement(f"G{order.pk},{order.reference},8000,{NOON}")
    assert told(file) == told(file)
    assert StatementLine.objects.count() == 1


def test_the_two_books_may_date_a_payment_before_and_after_midnight(order, statement):
    told(statement(f"G{order.pk},{order.reference},8000,2026-03-03T00:00:01+07:00"))
    for day in (DAY, DAY + timedelta(days=1)):
        (line,) = reconciling.reconcile(day, day).lines
        assert line.match == Match.MATCHED


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("G1,r,8000,2026-03-02", "line 2"),
        ("G1,r,eight,2026-03-02T12:00:00+07:00", "line 2"),
        ("G1,r,-1,2026-03-02T12:00:00+07:00", "line 2"),
        (",r,1,2026-03-02T12:00:00+07:00", "line 2"),
        ("G1", "line 2"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_taken(row, why, statement):
    with pytest.raises(CommandError, match=why) as refusal:
        told(statement(row))
    assert refusal.value.returncode == 2
    assert not StatementLine.objects.exists()


def test_a_file_that_is_no_statement_is_refused(tmp_path):
    file = tmp_path / "picture.csv"
    file.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(CommandError):
        told(file)
    with pytest.raises(CommandError):
        told(tmp_path / "missing.csv")


def test_an_empty_statement_is_taken(statement):
    assert told(statement()) == (0, ["lines 0"])


def test_the_sandbox_hands_out_a_statement_that_agrees(tmp_path):
    order = ordered(case_in(State.PAYMENT_DUE, an_office()))
    now = timezone.now()
    address = starting.start(order.number, at=now)
    query = dict(pair.split("=") for pair in address.partition("?")[2].split("&"))
    bill = sandbox.Bill(query["vnp_TxnRef"], 8000, "", "http://127.0.0.1:8000/")
    sandbox.pay(bill, at=now)
    file = tmp_path / "sandbox.csv"
    file.write_bytes(Client().get("/sandbox-gateway/statement.csv").content)
    assert told(file) == (0, ["lines 1", *counts(1, 0, 0, 0)])
    assert Receipt.objects.count() == 1
