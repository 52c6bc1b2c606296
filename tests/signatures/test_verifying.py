import asyncio
import io
import random
import time
from datetime import timedelta

import pypdf
import pytest
from pyhanko.keys import load_cert_from_pemder

from signatures import verifying
from signatures.backends import pdf_validation
from signatures.states import Finding
from signatures.verifying import SECONDS, Verdict, verify
from tests.signatures import documents
from tests.signatures.factories import AT, signed_bytes

pytestmark = pytest.mark.usefixtures("_signing_key")

LATER = AT + timedelta(days=30)


def finding(document: bytes) -> Finding:
    return verify(document, at=LATER).finding


def encrypted(document: bytes) -> bytes:
    writer, output = pypdf.PdfWriter(clone_from=io.BytesIO(document)), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(output)
    return output.getvalue()


def with_one_byte_changed(document: bytes, place: int) -> bytes:
    return document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]


def test_a_signed_document_is_genuine_and_names_its_signer(pdf):
    verdict = verify(signed_bytes(pdf), at=LATER)
    assert verdict.finding == Finding.GENUINE
    (report,) = verdict.signatures
    assert (report.signer, report.level) == ("Caseflow demonstration signer", "PAdES-B-B")
    assert report.signed_at == AT
    assert report.intact
    assert report.trusted
    assert report.covers_whole_document
    assert report.demonstration


def test_a_document_outlives_the_certificate_that_signed_it(pdf):
    verdict = verify(signed_bytes(pdf), at=AT + timedelta(days=10_000))
    assert verdict.finding == Finding.GENUINE


def test_a_changed_byte_makes_the_document_altered(pdf):
    assert finding(with_one_byte_changed(signed_bytes(pdf), 500)) == Finding.ALTERED


def test_a_page_added_behind_the_signature_makes_the_document_altered(pdf):
    output = io.BytesIO()
    writer = pypdf.PdfWriter(io.BytesIO(signed_bytes(pdf)), incremental=True)
    writer.add_blank_page()
    writer.write(output)
    assert output.getvalue().startswith(signed_bytes(pdf)[:5000])
    assert finding(output.getvalue()) == Finding.ALTERED


def test_a_signer_without_a_known_authority_is_not_trusted(pdf, settings, tmp_path):
    settings.SIGNATURES_TRUST_DIR = tmp_path
    verdict = verify(signed_bytes(pdf), at=LATER)
    assert verdict.finding == Finding.UNTRUSTED_SIGNER
    assert verdict.signatures[0].intact


def test_a_document_without_signature_is_unsigned(pdf):
    assert verify(pdf, at=LATER) == Verdict(Finding.UNSIGNED, [])


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
    assert finding(encrypted(pdf)) == Finding.UNREADABLE


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_document_is_never_genuine(pdf, share):
    signed = signed_bytes(pdf)
    assert finding(signed[: int(len(signed) * share)]) in {Finding.UNREADABLE, Finding.UNSIGNED}


@pytest.mark.parametrize(
    "name", ["LOOP_OF_TABLES", "LOOP_OF_REFERENCES", "LOOP_OF_FIELDS", "DEEP_NESTING"]
)
def test_a_hostile_structure_is_unreadable(name):
    assert finding(vars(documents)[name]) == Finding.UNREADABLE


@pytest.mark.slow
def test_a_document_that_never_ends_is_given_up_in_time():
    started = time.monotonic()
    assert finding(documents.DOUBLING_FIELDS) == Finding.UNREADABLE
    assert time.monotonic() - started < SECONDS + 2


def test_an_examiner_that_hangs_is_stopped(pdf, monkeypatch):
    monkeypatch.setattr(verifying, "EXAMINER", ("/bin/sleep", "60", "#"))
    monkeypatch.setattr(verifying, "SECONDS", 0.2)
    assert finding(pdf) == Finding.UNREADABLE


def genuine(document: bytes, keys) -> bool:
    trusted = [load_cert_from_pemder(keys / "demonstration-ca.pem")]
    reports = asyncio.run(pdf_validation.examine(document, trusted, LATER))
    told = ("intact", "trusted", "covers_whole_document")
    return bool(reports) and all(report[fact] for report in reports for fact in told)


def test_no_changed_byte_passes_for_genuine(pdf, keys):
    """The envelope of the signature itself is left out: its version numbers nobody reads."""
    signed = signed_bytes(pdf)
    start = signed.index(b"/Contents <") + 11
    end = start + len(signed[start:].split(b"0" * 64)[0])
    places = random.Random(7).sample([*range(start), *range(end, len(signed))], 120)
    survived = []
    for place in places:
        try:
            if genuine(with_one_byte_changed(signed, place), keys):
                survived.append(place)
        except Exception:  # noqa: BLE001, S112 - the examiner's process would have died
            continue
    assert genuine(signed, keys)
    assert survived == []
