from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from signatures import demonstration
from signatures.backends.base import SigningRefused
from signatures.demonstration import Validity, signer_certificate
from signatures.states import Finding
from signatures.verifying import verify
from tests.signatures.factories import AT, signed_bytes
from tests.signatures.judges import pdfsig

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_signing_key", "english")]


def rsa_key_in(folder: Path) -> Path:
    """A signer with an RSA key, under an authority nobody trusts."""
    authority_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    validity = Validity(AT - demonstration.VALID_BEFORE, AT + demonstration.VALID_AFTER)
    authority = demonstration.authority_certificate(authority_key, validity)
    certificate = signer_certificate(key, authority, authority_key, validity)
    path = folder / "rsa.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"rsa", key, certificate, None, NoEncryption())
    )
    return path


@pytest.mark.poppler
def test_an_independent_reader_says_the_signature_is_valid(pdf, tmp_path):
    told = pdfsig(signed_bytes(pdf), tmp_path)
    assert "Signature is Valid." in told
    assert "ETSI.CAdES.detached" in told
    assert "Total document signed" in told


@pytest.mark.poppler
def test_an_independent_reader_rejects_one_changed_byte(pdf, tmp_path):
    signed = bytearray(signed_bytes(pdf))
    signed[500] ^= 1
    told = pdfsig(bytes(signed), tmp_path)
    assert "Digest Mismatch" in told
    assert "Signature is Valid." not in told


@pytest.mark.poppler
def test_an_rsa_key_signs_as_well(pdf, settings, tmp_path):
    settings.SIGNATURES_PKCS12_FILE = rsa_key_in(tmp_path)
    signed = signed_bytes(pdf)
    assert "Signature is Valid." in pdfsig(signed, tmp_path)
    assert verify(signed, at=AT).finding == Finding.UNTRUSTED_SIGNER


def test_a_missing_key_is_refused(pdf, settings, tmp_path):
    settings.SIGNATURES_PKCS12_FILE = tmp_path / "nowhere.p12"
    with pytest.raises(SigningRefused, match="no key"):
        signed_bytes(pdf)


def test_a_wrong_password_is_refused(pdf, settings, tmp_path):
    settings.SIGNATURES_PKCS12_FILE = tmp_path / "locked.p12"
    settings.SIGNATURES_PKCS12_PASSWORD = "right"
    demonstration.make_demonstration_key(at=AT)
    settings.SIGNATURES_PKCS12_PASSWORD = "wrong"
    with pytest.raises(SigningRefused, match="does not open"):
        signed_bytes(pdf)


def test_a_renewed_key_is_taken_up_without_a_restart(pdf, settings, tmp_path, keys):
    path = settings.SIGNATURES_PKCS12_FILE = tmp_path / "renewed.p12"
    path.write_bytes((keys / "demonstration.p12").read_bytes())
    signed_bytes(pdf)
    path.unlink()
    demonstration.make_demonstration_key(at=AT)
    assert verify(signed_bytes(pdf), at=AT).finding == Finding.UNTRUSTED_SIGNER


@pytest.mark.parametrize("document", [b"", b"no pdf", b"%PDF-1.7 broken"])
def test_what_is_no_pdf_is_refused(document):
    with pytest.raises(SigningRefused, match="cannot be signed"):
        signed_bytes(document)
