"""Each test rewrites the record so that no chain shows it; the seals have to."""

import hashlib
import json
from datetime import timedelta
from io import StringIO

import cbor2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from caseflow.applications import evidence
from caseflow.applications.models import Application, Cursor, Event
from caseflow.sealing import stamping
from caseflow.sealing.models import Seal
from signatures import cose, statements
from signatures.backends import key_of
from tests.applications.histories import FORM, commune_center
from tests.procedures.factories import published
from tests.sealing.days import FIRST, sealed, tamper, told
from tests.sealing.strangers import a_strangers_key

pytestmark = pytest.mark.django_db


def verified(**options: object) -> tuple[list[str], int]:
    out, code = StringIO(), 0
    try:
        call_command("verify_evidence", stdout=out, **options)
    except SystemExit as end:
        code = end.code
    return out.getvalue().splitlines(), code


def faults(**options: object) -> list[str]:
    lines, code = verified(**options or {"all": True})
    assert (code, lines[-1]) == (1, f"faults {len(lines) - 6}")
    return lines[:-6]


@pytest.fixture(scope="module")
def cases(shared_rows):
    """Three chains under the first of three seals; on the other days nothing happened."""
    with shared_rows():
        cases = told(commune_center(), published(form_schema=FORM), 3)
        sealed(3)
    return cases


def rewrite(case: Application, sequence: int, **said: object) -> None:
    """Every hash from there on is made to fit, up to the head that the case names."""
    previous = None
    for event in Event.objects.filter(application=case, sequence__gte=sequence).order_by("pk"):
        content = json.loads(event.content) | (said if previous is None else {})
        content |= {"previous": previous} if previous else {}
        text = evidence.canonical(content)
        previous = evidence.digest(text)
        tamper(
            "UPDATE applications_event SET content = %s, hash = %s WHERE id = %s",
            *(text.decode(), previous, event.pk),
        )
    tamper("UPDATE applications_application SET head_hash=%s WHERE id=%s", previous, case.pk)


def sign_again(number: int, key: object = None, **said: object) -> None:
    seal = Seal.objects.get(number=number)
    envelope = cose.sign(cbor2.dumps(seal.said | said), key or key_of(statements.HOLDER))
    digest = hashlib.sha256(envelope).hexdigest()
    tamper(
        "UPDATE sealing_seal SET envelope=%s, digest=%s WHERE number=%s", envelope, digest, number
    )


def test_a_sound_record_has_no_faults(cases):
    expected = ["applications 3", "events 18", "erased 0", "seals 3", "heads 3", "faults 0"]
    assert verified(all=True) == (expected, 0)
    assert verified(day=FIRST)[0][-3:] == ["seals 1", "heads 3", "faults 0"]


def test_without_options_the_seals_are_not_looked_at(cases):
    tamper("DELETE FROM sealing_seal WHERE number = 2")
    assert verified() == (["applications 3", "events 18", "erased 0", "faults 0"], 0)


def test_a_chain_rewritten_with_fitting_hashes_is_named(cases):
    rewrite(cases[1], 6, payload={"how": "post", "to": "applicant"})
    named = f"{cases[1].number}: event 6 is not the one that was sealed on {FIRST}"
    assert faults()[0] == faults(day=FIRST)[0] == named


def test_a_removed_chain_is_named(cases):
    for table in ("statement", "event", "application"):
        tamper(removal(table), cases[0].pk)
    named = f"{cases[0].number}: the whole chain was removed after it was sealed on {FIRST}"
    assert faults() == faults(day=FIRST) == [named]


def removal(table: str) -> str:
    own = "SELECT id FROM applications_event WHERE application_id = %s"
    where = {"statement": f"event_id IN ({own})", "event": "application_id = %s"}
    return f"DELETE FROM applications_{table} WHERE {where.get(table, 'id = %s')}"


def test_a_cut_tail_is_named_although_the_case_agrees(cases):
    tamper("DELETE FROM applications_event WHERE application_id=%s AND sequence=6", cases[2].pk)
    assert f"{cases[2].number}: event 6 was removed after it was sealed on {FIRST}" in faults()


def test_a_removed_seal_is_named(cases):
    tamper("DELETE FROM sealing_seal WHERE number = 2")
    assert faults() == ["seal 2: was removed"]


def test_the_last_seals_removed_with_their_lists_leave_unsealed_chains(cases):
    tamper("DELETE FROM sealing_seal")
    tamper("DELETE FROM sealing_sealedhead")
    Cursor.objects.create(follower="sealing", floor=Event.objects.latest("pk").pk)
    what = "event 6 stands in no seal: one was removed"
    assert faults() == [f"{case.number}: {what}" for case in cases]


def test_a_seal_signed_again_is_not_the_one_the_next_names(cases):
    sign_again(1)
    named = f"seal 1 of {FIRST}: is not the one that seal 2 of {FIRST + timedelta(days=1)} names"
    assert faults() == faults(day=FIRST) == [f"{named}: signed again?"]


def test_a_seal_signed_again_with_another_key_names_the_key(cases):
    sign_again(3, a_strangers_key())
    (named,) = faults()
    assert "signed by a key nobody vouches for" in named


def test_a_changed_envelope_is_named(cases):
    envelope = bytearray(Seal.objects.get(number=3).envelope)
    envelope[-1] ^= 1
    tamper("UPDATE sealing_seal SET envelope = %s WHERE number = 3", bytes(envelope))
    assert any("its signature does not hold" in fault for fault in faults())


def test_columns_that_say_other_than_what_was_signed_are_named(cases):
    tamper("UPDATE sealing_seal SET figures = '{}' WHERE number = 2")
    assert faults() == [f"seal 2 of {FIRST + timedelta(days=1)}: figures is not what was signed"]


def test_a_stamp_is_checked_with_its_seal(cases):
    stamping.stamp_waiting()
    assert verified(day=FIRST)[1] == 0
    other = Seal.objects.get(number=2).stamp.token
    tamper("UPDATE sealing_sealstamp SET token = %s WHERE seal_id = 1", bytes(other))
    named = "its time stamp does not hold (the time stamp is over something else)"
    assert faults() == [f"seal 1 of {FIRST}: {named}"]


def test_a_changed_list_of_chains_is_named(cases):
    tamper("UPDATE sealing_sealedhead SET sequence = 5 WHERE seal_id = 1 AND position = 1")
    assert f"seal 1 of {FIRST}: the list of its chains was altered" in faults()


def test_a_day_without_a_seal_is_told(cases):
    with pytest.raises(CommandError, match="has no seal"):
        call_command("verify_evidence", day=FIRST - timedelta(days=1))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sealing_seal SET chains = 4",
        "DELETE FROM sealing_seal WHERE number = 3",
        "UPDATE sealing_sealedhead SET sequence = 5",
        "DELETE FROM sealing_sealedhead",
    ],
)
def test_the_database_refuses_to_change_what_was_sealed(cases, change):
    with (
        pytest.raises(DatabaseError, match="never allowed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
