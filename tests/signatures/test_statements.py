import cbor2
import pytest
from django.db import DatabaseError, transaction

from signatures import base45, cose, registered, statement_keys, statements, trust_lists
from signatures.backends import key_of
from signatures.models import Statement, StatementKey, Withdrawal
from signatures.statements import PREFIX
from tests.sealing.strangers import a_strangers_key
from tests.signatures.factories import AT, sign_once
from tests.signatures.statements import claims, unseen_changes


@pytest.fixture
def system(db, _signing_key, settings):
    settings.SIGNATURES_PKCS12_DIR = settings.SIGNATURES_PKCS12_FILE.parent
    settings.SIGNATURES_TRUST_DEMONSTRATION = True


def stated(number: int = 1, reference: str = "result/1") -> Statement:
    return statements.state(claims(number), reference=reference, at=AT)


def said_in(envelope: bytes) -> dict:
    return cbor2.loads(cose.payload_of(envelope, statement_keys.believed()))


def test_a_statement_says_what_was_claimed_and_who_signed_it(system):
    said = said_in(base45.decode(stated().text.removeprefix(PREFIX)))
    assert said[statements.ISSUER] == "H44.101"
    assert said[statements.OURS][statements.NUMBER] == claims().number
    assert said[statements.OURS][statements.DIGEST].hex() == claims().digest


def test_the_same_content_is_stated_once(system):
    assert stated().text == stated().text
    assert Statement.objects.count() == 1


def test_another_content_under_the_same_reference_has_a_statement_of_its_own(system):
    assert stated(1).text != stated(2).text


def test_a_statement_fits_a_code_that_a_telephone_reads(system):
    assert len(stated().text) < 420


def test_a_withdrawal_stands_in_the_signed_list_once(system):
    kept = stated()
    assert statements.withdraw("result/1", at=AT, replaced_by="result/2") == 1
    statements.withdraw("result/1", at=AT)
    listed = said_in(trust_lists.newest(at=AT))["withdrawn"]
    assert listed == [[bytes.fromhex(kept.identifier), int(AT.timestamp())]]
    assert Withdrawal.objects.get().replaced_by == "result/2"


def test_of_what_was_never_stated_nothing_is_withdrawn(system):
    assert statements.withdraw("result/9", at=AT) == 0


def test_a_document_signed_without_a_statement_is_withdrawn_by_its_own_digest(system, pdf):
    signature = sign_once(pdf, reference="result/2")
    assert statements.withdraw("result/2", at=AT) == 1
    statements.withdraw("result/2", at=AT)
    listed = said_in(trust_lists.newest(at=AT))["withdrawn"]
    assert listed == [[bytes.fromhex(signature.signed_digest)[:16], int(AT.timestamp())]]
    found = registered.told(registered.match(signature.content(), []), genuine=True)
    assert found.withdrawn_at == AT


def test_a_key_nobody_vouches_for_is_not_listed(system):
    statements.register(a_strangers_key(), at=AT)
    named = said_in(trust_lists.newest(at=AT))["keys"]
    own = cose.key_id_of(key_of(statements.HOLDER).certificate)
    assert [(key["id"], key["demonstration"]) for key in named] == [(own, True)]


def test_a_statement_stays_as_it_was_but_for_its_text(system):
    stated()
    Statement.objects.update(text="")
    for model, change in {
        Statement: {"content_digest": "0" * 64},
        StatementKey: {"key_id": "0"},
    }.items():
        with pytest.raises(DatabaseError, match="never allowed"), transaction.atomic():
            model.objects.update(**change)


def test_no_changed_byte_of_a_statement_goes_unseen():
    """`tests.change_statements` does it with a thousand statements."""
    tried, unseen = unseen_changes(1)
    assert (tried > 200, unseen) == (True, 0)


@pytest.mark.parametrize("text", ["A", "ABCD", ":::", "a", "Ä", "GG:"])
def test_what_nobody_encodes_is_not_decoded(text):
    with pytest.raises(ValueError, match="base45"):
        base45.decode(text)


@pytest.mark.parametrize(
    "content", [b"", b"\xd2", b"\x01", b"\xa0" * 9, b"\xd2\x84" + b"\xff" * 40]
)
def test_what_is_no_envelope_is_refused(content):
    with pytest.raises(cose.NotGenuine):
        cose.read(content)
