from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from signatures.certificates import revoking
from signatures.digests import digest_of
from signatures.models import Certificate, Signature
from signatures.signing import SigningRefused, SigningUnavailable, sign
from signatures.states import CertificateVerb, HolderKind, Refusal, RevocationReason
from tests.signatures.factories import AT, WORDS, sign_once

pytestmark = pytest.mark.usefixtures("_signing_key")


def stored_files() -> list[Path]:
    return [path for path in Path(default_storage.location).rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_signature_keeps_the_document_its_digests_and_the_certificate(pdf):
    signature = sign_once(pdf)
    with signature.document.open() as file:
        signed = file.read()
    assert signature.unsigned_digest == digest_of(pdf)
    assert signature.signed_digest == digest_of(signed)
    assert signed.startswith(pdf)
    assert (signature.level, signature.signed_at) == ("PAdES-B-B", AT)
    assert signature.certificate.is_demonstration


@pytest.mark.django_db
def test_a_second_signing_of_a_reference_returns_the_first(pdf):
    first = sign_once(pdf)
    assert sign_once(b"another document") == first
    assert len(stored_files()) == 1


@pytest.mark.django_db(transaction=True)
def test_six_signings_at_once_keep_one_row_and_one_document(pdf, settings):
    settings.SIGNATURES_BACKEND = "tests.signatures.factories.MeetingBackend"

    def attempt(_: int) -> Signature:
        try:
            return sign_once(pdf)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        signatures = set(threads.map(attempt, range(6)))
    winner = Signature.objects.get()
    assert signatures == {winner}
    assert [digest_of(path.read_bytes()) for path in stored_files()] == [winner.signed_digest]


@pytest.mark.django_db
def test_a_row_the_database_refuses_leaves_no_document_behind(pdf):
    with pytest.raises(DatabaseError):
        sign_once(pdf, reference="")
    assert stored_files() == []


@pytest.mark.django_db
def test_one_certificate_signs_many_documents(pdf):
    certificates = {sign_once(pdf, reference=f"case/{n}").certificate for n in range(3)}
    assert certificates == {Certificate.objects.get()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (AT - timedelta(days=4000), Refusal.NOT_YET_VALID),
        (AT + timedelta(days=4000), Refusal.EXPIRED),
    ],
)
def test_a_certificate_signs_nothing_outside_its_validity(pdf, at, reason):
    with pytest.raises(SigningRefused, match=str(reason.label)):
        sign(pdf, reference="case/1", holder="H44.5", **WORDS | {"at": at})
    assert not Signature.objects.exists()


@pytest.mark.django_db
def test_a_backend_out_of_reach_asks_for_another_try(pdf, settings):
    settings.SIGNATURES_BACKEND = "signatures.backends.failing.FailingBackend"
    with pytest.raises(SigningUnavailable):
        sign_once(pdf)
    settings.SIGNATURES_BACKEND = "signatures.backends.fake.FakeBackend"
    assert sign_once(pdf).level == "none"


@pytest.mark.django_db
def test_a_backend_that_refuses_leaves_nothing(pdf, settings):
    settings.SIGNATURES_BACKEND = "signatures.backends.failing.RefusingBackend"
    with pytest.raises(SigningRefused):
        sign_once(pdf)
    assert not Signature.objects.exists()
    assert stored_files() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE signatures_signature SET signed_digest = repeat('0', 64)",
        "DELETE FROM signatures_signature",
        "UPDATE signatures_certificate SET holder_name = 'somebody else'",
        "DELETE FROM signatures_certificate",
    ],
)
def test_the_database_refuses_to_change_what_was_signed(pdf, sql):
    sign_once(pdf)
    refused = pytest.raises(DatabaseError, match="are never allowed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_a_key_for_another_purpose_signs_no_document(pdf):
    with pytest.raises(SigningRefused, match=str(Refusal.WRONG_PURPOSE.label)):
        sign(pdf, reference="case/1", holder="timestamp", holder_kind=HolderKind.SYSTEM, **WORDS)
    assert stored_files() == []


@pytest.mark.django_db
def test_a_revoked_certificate_signs_no_more_and_what_it_signed_stays(pdf):
    before = sign_once(pdf, reference="case/1")
    revoking.carry_out(
        CertificateVerb.REVOKED,
        before.certificate,
        reason=RevocationReason.KEY_COMPROMISE,
        actor="admin",
        at=AT,
        recorded_at=AT,
    )
    with pytest.raises(SigningRefused, match=str(Refusal.REVOKED.label)):
        sign_once(pdf, reference="case/2")
    assert sign_once(pdf, reference="case/1") == before
