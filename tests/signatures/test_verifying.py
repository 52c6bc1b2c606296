import io
import random
import threading
import time
from datetime import timedelta

import pypdf
import pytest
from asn1crypto.x509 import Certificate
from django.utils import translation
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signatures import statements
from signatures.backends import examiner
from signatures.digests import digest_of
from signatures.models import Signature, Statement, StatementKey
from signatures.states import Finding
from signatures.verifying import Verdict, verify
from tests.signatures import documents
from tests.signatures.factories import AT, sign_once, signed_bytes

pytestmark = [pytest.mark.usefixtures("_signing_key"), pytest.mark.django_db]

LATER = AT + timedelta(days=30)


def finding(document: bytes) -> Finding:
    return verify(document, at=LATER).finding


def encrypted(document: bytes) -> bytes:
    writer, output = pypdf.PdfWriter(clone_from=io.BytesIO(document)), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(output)
    return output.getvalue()


def with_a_page_added(document: bytes) -> bytes:
    output = io.BytesIO()
    writer = pypdf.PdfWriter(io.BytesIO(document), incremental=True)
    writer.add_blank_page()
    writer.write(output)
    return output.getvalue()


def with_one_byte_changed(document: bytes, place: int) -> bytes:
    return document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]


def registered(pdf: bytes) -> bytes:
    with sign_once(pdf).document.open() as file:
        return file.read()


@pytest.fixture(scope="module")
def signed(pdf, keys, _module_keys) -> bytes:
    return signed_bytes(pdf)


def test_a_signed_document_is_genuine_and_names_its_signer(signed):
    verdict = verify(signed, at=LATER)
    assert verdict.finding == Finding.GENUINE
    (report,) = verdict.signatures
    assert (report.signer, report.level) == ("Caseflow demonstration signer", "PAdES-B-B")
    assert report.signed_at == AT
    assert (report.intact, report.trusted, report.covers_whole_document) == (True, True, True)
    assert report.demonstration
    assert [one.signer for one in report.chain] == [
        "Caseflow demonstration signer",
        "Caseflow demonstration authority",
    ]
    assert sum(report.byte_range[1::2]) < len(signed) == sum(report.byte_range[2:])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "What was signed is unchanged."), ("vi", "Nội dung đã ký không thay đổi.")],
)
def test_a_verdict_speaks_plainly_in_two_languages(signed, language, sentence):
    (report,) = verify(signed, at=LATER).signatures
    with translation.override(language):
        assert report.explanation[0] == sentence
        assert len(report.explanation) == 4


def test_a_document_outlives_the_certificate_that_signed_it(signed):
    assert verify(signed, at=AT + timedelta(days=10_000)).finding == Finding.GENUINE


def test_a_changed_byte_makes_the_document_altered(signed):
    assert finding(with_one_byte_changed(signed, 500)) == Finding.ALTERED


def test_a_page_added_behind_the_signature_makes_the_document_altered(signed):
    verdict = verify(with_a_page_added(signed), at=LATER)
    assert verdict.finding == Finding.ALTERED
    (report,) = verdict.signatures
    assert report.changes.kinds == ["pages_added"]
    assert not report.changes.allowed


def test_a_signer_without_a_known_authority_is_not_trusted(signed, settings, tmp_path):
    settings.SIGNATURES_TRUST_DIR = tmp_path
    verdict = verify(signed, at=LATER)
    assert verdict.finding == Finding.UNTRUSTED_SIGNER
    assert verdict.signatures[0].intact
    assert verdict.signatures[0].problem == "unknown_authority"


def test_outside_the_demonstration_its_authority_is_not_believed(signed, settings):
    settings.SIGNATURES_TRUST_DEMONSTRATION = False
    assert finding(signed) == Finding.UNTRUSTED_SIGNER


def test_a_document_without_signature_is_unsigned(pdf):
    assert verify(pdf, at=LATER).finding == Finding.UNSIGNED


def test_a_document_without_pages_is_unsigned():
    assert finding(documents.NO_PAGES) == Finding.UNSIGNED


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, "Giấy khai sinh".encode(), b"PK\3\4 docx"])
def test_what_does_not_begin_like_a_pdf_is_not_one(content):
    assert finding(content) == Finding.NOT_A_PDF


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"%PDF-1.7\n" + random.Random(1).randbytes(10_000)]
)
def test_a_pdf_of_garbage_is_unreadable(content):
    assert finding(content) == Finding.UNREADABLE


def test_an_encrypted_document_is_unreadable(pdf):
    assert verify(encrypted(pdf), at=LATER).refused == "encrypted"


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_document_is_never_genuine(signed, share):
    cut = signed[: int(len(signed) * share)]
    assert finding(cut) in {Finding.UNREADABLE, Finding.UNSIGNED}


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("LOOP_OF_TABLES", {"damaged", "exhausted"}),
        ("LOOP_OF_REFERENCES", {"damaged", "exhausted"}),
        ("LOOP_OF_FIELDS", {"damaged", "exhausted"}),
        ("DEEP_NESTING", {"exhausted"}),
        ("EXPLODING_STREAM", {"exhausted"}),
        ("THOUSANDS_OF_SIGNATURES", {"too_many_signatures"}),
        ("HUGE_NUMBERS", {"damaged"}),
    ],
)
def test_a_hostile_structure_is_refused_with_a_reason(name, refused):
    verdict = verify(vars(documents)[name], at=LATER)
    assert verdict.finding == Finding.UNREADABLE
    assert verdict.refused in refused
    assert verdict.explanation


def test_a_document_that_never_ends_is_given_up_in_time(settings):
    settings.SIGNATURES_VERIFY_PROCESSOR_SECONDS = 1
    started = time.monotonic()
    verdict = verify(documents.DOUBLING_FIELDS, at=LATER)
    assert (verdict.finding, verdict.refused) == (Finding.UNREADABLE, "exhausted")
    assert time.monotonic() - started < settings.SIGNATURES_VERIFY_SECONDS


def test_time_that_passes_without_computing_ends_too(settings):
    settings.SIGNATURES_VERIFY_SECONDS = 1
    assert verify(documents.DOUBLING_FIELDS, at=LATER).refused == "exhausted"


def test_more_memory_than_granted_is_not_taken(signed, settings):
    settings.SIGNATURES_VERIFY_MEMORY_MEGABYTES = 1
    assert verify(signed + bytes(32 << 20), at=LATER).refused == "exhausted"


def test_an_examiner_that_was_killed_is_started_again(signed):
    assert finding(signed) == Finding.GENUINE
    first = examiner.EXAMINER.process
    first.kill()
    first.wait()
    assert finding(signed) == Finding.GENUINE
    assert examiner.EXAMINER.process != first


def test_two_documents_at_once_do_not_meet(signed, pdf):
    """What is read of one is never answered for the other."""
    answers = {}

    def ask(name: str, document: bytes) -> None:
        answers[name] = examiner.examine(document, anchors=[], at=LATER)

    pairs = [("signed", signed), ("plain", pdf)]
    threads = [threading.Thread(target=ask, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers["signed"].found["signatures"]) == 1
    assert answers["plain"].found["signatures"] == []


def test_our_register_knows_its_own_document(pdf):
    verdict = verify(registered(pdf), at=LATER)
    assert verdict.finding == Finding.GENUINE
    assert verdict.registered.unchanged
    assert verdict.registered.signed_at == AT


def test_a_registered_document_that_lost_its_header_is_altered(pdf):
    signed = registered(pdf)
    assert finding(with_one_byte_changed(signed, 1)) == Finding.ALTERED


def test_a_registered_document_cut_off_in_its_signature_is_altered(pdf):
    signed = registered(pdf)
    assert finding(signed[: len(pdf) + 3000]) == Finding.ALTERED


def test_what_was_there_to_sign_is_unsigned_and_not_altered(pdf):
    sign_once(pdf)
    assert verify(pdf, at=LATER) == Verdict(
        finding=Finding.UNSIGNED, digest=verify(pdf, at=LATER).digest, signatures=[], timestamps=[]
    )


def proofs_added(document: bytes, certificate: bytes) -> bytes:
    """As for long keeping: what is needed to check it, behind all signatures."""
    output = io.BytesIO(document)
    DocumentSecurityStore.add_dss(output, sig_contents=None, certs=[Certificate.load(certificate)])
    return output.getvalue()


def test_an_upgrade_of_a_registered_document_is_that_document(pdf):
    signature = sign_once(pdf)
    upgraded = proofs_added(registered(pdf), bytes(signature.certificate.encoded))
    assert verify(upgraded, at=LATER).registered.extended
    signature.upgrades.create(level="PAdES-B-LT", digest=digest_of(upgraded), made_at=LATER)
    verdict = verify(upgraded, at=LATER)
    assert (verdict.finding, verdict.registered.unchanged) == (Finding.GENUINE, True)
    assert verdict.signatures[0].changes.kinds == ["proofs_added"]
    assert finding(with_one_byte_changed(upgraded, 500)) == Finding.ALTERED


def test_a_document_that_was_withdrawn_says_so(pdf):
    signed, reference = registered(pdf), Signature.objects.get().reference
    key = StatementKey.objects.create(key_id="k", certificate=b"", first_used_at=AT)
    Statement.objects.create(
        reference=reference, identifier="0", key=key, content_digest="0" * 64, stated_at=AT
    )
    statements.withdraw(reference, at=LATER, replaced_by="another")
    verdict = verify(signed, at=LATER)
    assert (verdict.finding, verdict.registered.withdrawn_at) == (Finding.WITHDRAWN, LATER)
    assert verdict.registered.is_replaced
    assert len(verdict.explanation) == 2
