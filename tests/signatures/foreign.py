"""Signatures by strangers: authorities of their own, and the library's signer instead of ours."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signatures.demonstration import usage

NOW = datetime.now(UTC)
YEAR = timedelta(days=365)
TERM = (NOW - YEAR, NOW + YEAR)
SIGNING = {"digital_signature": True, "content_commitment": True}


@dataclass(frozen=True)
class Party:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def loaded(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def loaded_key(self) -> asn1_keys.PrivateKeyInfo:
        encoding = (Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(self.key.private_bytes(*encoding))


def party(
    name: str, *, by: Party | None = None, term=TERM, may=SIGNING, purposes=(), key=None, asked=""
) -> Party:
    """Without `by` they vouch for themselves; `asked` is where a status service answers."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(term[0])
        .not_valid_after(term[1])
        .add_extension(usage(**may), critical=True)
        .add_extension(x509.BasicConstraints(ca="key_cert_sign" in may, path_length=None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    if ExtendedKeyUsageOID.OCSP_SIGNING in purposes:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    if asked:
        there = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(asked)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([there]), critical=False)
    return Party(builder.sign(by.key if by else key, SHA256()), key)


def authority(name: str = "Cơ quan chứng thực lạ", **given) -> Party:
    return party(name, may={"key_cert_sign": True, "crl_sign": True}, **given)


def stamper(by: Party) -> DummyTimeStamper:
    """The library's own service of time stamps knows RSA only."""
    clock = party(
        "Đồng hồ",
        by=by,
        may={"digital_signature": True},
        purposes=[ExtendedKeyUsageOID.TIME_STAMPING],
        key=rsa.generate_private_key(65537, 2048),
    )
    above = SimpleCertificateStore.from_certs([by.loaded])
    return DummyTimeStamper(clock.loaded, clock.loaded_key, certs_to_embed=above)


def status_answer(
    by: Party, about: Party, *, at: datetime, revoked_at: datetime | None, told_by: Party
) -> bytes:
    """What the authority, or a status service (OCSP) in its name, says of a certificate, in DER."""
    status = ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD
    answer = ocsp.OCSPResponseBuilder().add_response(
        cert=about.certificate,
        issuer=by.certificate,
        algorithm=SHA1(),
        cert_status=status,
        this_update=at,
        next_update=at + timedelta(days=7),
        revocation_time=revoked_at,
        revocation_reason=x509.ReasonFlags.key_compromise if revoked_at else None,
    )
    named = answer.responder_id(ocsp.OCSPResponderEncoding.HASH, told_by.certificate)
    signed = named.certificates([told_by.certificate]).sign(told_by.key, SHA256())
    return signed.public_bytes(Encoding.DER)


def sign(document: bytes, signer: Party, *, field: str = "Foreign1", timestamper=None) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    with_key = SimpleSigner(
        signing_cert=signer.loaded,
        signing_key=signer.loaded_key,
        cert_registry=SimpleCertificateStore(),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    signed = PdfSigner(metadata, with_key, timestamper=timestamper).sign_pdf(writer)
    return bytes(signed.getbuffer())
