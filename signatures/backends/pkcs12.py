import io
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import algos
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signatures.backends.base import (
    Backend,
    CertificateFacts,
    SigningRefused,
    SigningUnavailable,
    facts_of,
)

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

#: Bytes of a CMS envelope beside its certificates: attributes, algorithm names, raw signature.
ENVELOPE_BYTES = 2048


class Pkcs12Backend(Backend):
    """PAdES-B-B with the one key in SIGNATURES_PKCS12_FILE, whoever the holder is."""

    level = "PAdES-B-B"

    def __init__(self, *, holder: str) -> None:
        super().__init__(holder=holder)
        path = settings.SIGNATURES_PKCS12_FILE
        try:
            changed = path.stat().st_mtime_ns
        except FileNotFoundError as error:
            raise SigningRefused("There is no key at SIGNATURES_PKCS12_FILE.") from error
        except OSError as error:
            raise SigningUnavailable("SIGNATURES_PKCS12_FILE cannot be reached.") from error
        self.signer = signer_of(path, settings.SIGNATURES_PKCS12_PASSWORD, changed)

    def certificate(self) -> CertificateFacts:
        return self.signer.facts

    def sign(self, document: bytes, *, reason: str, location: str, at: datetime) -> bytes:
        metadata = PdfSignatureMetadata(
            field_name="Signature",
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            reason=reason,
            location=location,
            name=self.signer.facts.holder_name,
        )
        pdf_signer = DatedPdfSigner(metadata, self.signer, at=at)
        try:
            writer = IncrementalPdfFileWriter(io.BytesIO(document))
            signed = pdf_signer.sign_pdf(writer, bytes_reserved=self.signer.bytes_reserved)
        except (PdfError, SigningError) as error:
            raise SigningRefused(f"The document cannot be signed: {error}") from error
        return bytes(signed.getbuffer())


class DatedPdfSigner(PdfSigner):
    """Writes the instant of the deed into the document, not the instant of the computation."""

    def __init__(self, metadata: PdfSignatureMetadata, signer: Signer, *, at: datetime) -> None:
        super().__init__(metadata, signer)
        self.at = at

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = timezone.localtime(self.at)
        return session


class LoadedKeySigner(Signer):
    """Keeps the parsed key: the library's own signer parses and checks it at each signature."""

    def __init__(self, key: PrivateKey, certificate: x509.Certificate) -> None:
        encoded = certificate.public_bytes(Encoding.DER)
        mechanism = "sha256_rsa" if isinstance(key, RSAPrivateKey) else "sha256_ecdsa"
        super().__init__(
            signing_cert=asn1_x509.Certificate.load(encoded),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": mechanism}),
        )
        self.key = key
        self.facts = facts_of(certificate)
        # Two hexadecimal digits a byte. Room reserved in advance spares a trial signature.
        self.bytes_reserved = 2 * (len(encoded) + ENVELOPE_BYTES)

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002
    ) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(data, PKCS1v15(), SHA256())
        return self.key.sign(data, ECDSA(SHA256()))


@lru_cache(maxsize=8)
def signer_of(path: Path, password: str, changed: int) -> LoadedKeySigner:
    """`changed` is the file's time of change, so that a renewed key is taken up at once."""
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(
            path.read_bytes(), password.encode() or None
        )
    except ValueError as error:
        raise SigningRefused(
            "SIGNATURES_PKCS12_FILE does not open with SIGNATURES_PKCS12_PASSWORD."
        ) from error
    if certificate is None or not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise SigningRefused("SIGNATURES_PKCS12_FILE holds no RSA or EC key with certificate.")
    return LoadedKeySigner(key, certificate)
