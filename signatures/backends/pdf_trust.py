"""Whether a signer is to be believed: chain, instants, purpose, and what revocation is known.

Signed documents outlive certificates, so a chain is judged as of the signing: the instant of a
time stamp we trust, or else the signer's word, a date in the future being taken for today.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms, core
from asn1crypto.x509 import Certificate, Name
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    RevocationDetails,
    SignatureStatus,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

#: Clocks of signers differ from ours by so much without a word.
CLOCKS_MAY_DIFFER = timedelta(minutes=5)
CHAIN_AT_MOST = 10
#: A document needs one list for each authority.
INSTANTS_AT_MOST = 5
#: A certificate that may do only these things signs no documents.
NOT_FOR_DOCUMENTS = {"server_auth", "code_signing", "time_stamping", "ocsp_signing"}
IF_IT_IS_THERE = RevocationCheckingPolicy.from_legacy("soft-fail")
#: Whatever the certificate says of where its issuer publishes, which the library else goes by.
OF_THE_SIGNER = RevocationCheckingPolicy(
    RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
)
PROBLEMS: dict[AdESSubIndic, str] = {
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "wrong_purpose",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "weak_algorithm",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "weak_algorithm",
}
Facts = dict[str, Any]


@dataclass(frozen=True)
class Judgement:
    status: PdfSignatureStatus | None = None
    problem: str = ""
    stamp: Facts | None = None
    #: From the signer upwards; the last is the authority we trust, where there is one.
    chain: list[Facts] = field(default_factory=list)
    revocation: Facts = field(default_factory=lambda: {"state": "unknown", "revoked_at": None})


@dataclass(frozen=True)
class Trust:
    anchors: Sequence[Certificate]
    moment: datetime
    #: Certificates and revocation data that the document itself carries.
    store: DocumentSecurityStore | None

    def context(self, at: datetime, asked: RevocationCheckingPolicy) -> ValidationContext:
        given: dict[str, Any] = {
            "trust_roots": list(self.anchors),
            "moment": at,
            "allow_fetching": False,
            "revinfo_policy": CertRevTrustPolicy(asked, retroactive_revinfo=True),
        }
        if self.store is None:
            return ValidationContext(**given)
        return self.store.as_validation_context(given)

    async def of(self, signature: EmbeddedPdfSignature) -> Judgement:
        claimed = self.claimed(signature)
        stamped = stamped_at(signature.signer_info)
        status = await self.status(signature, stamped or claimed, stamped)
        stamp = stamp_facts(status.timestamp_validity)
        proved = stamped if stamp and stamp["trusted"] else None
        if stamped and not proved:
            # Whoever wrote the stamp may have written any time; the signer's word counts again.
            status = await self.status(signature, claimed, stamped)
        judged_at = min(proved or claimed, self.moment)
        ahead = claimed > self.moment + CLOCKS_MAY_DIFFER
        problem = "signed_in_future" if ahead else problem_of(status, judged_at)
        return Judgement(
            status=status,
            problem=problem,
            stamp=stamp,
            chain=chain_of(status),
            revocation=await self.revocation(signature, judged_at),
        )

    async def status(
        self, signature: EmbeddedPdfSignature, at: datetime, stamped: datetime | None
    ) -> PdfSignatureStatus:
        """Whether the signer was revoked is asked apart: to the library, a chain about which the
        document brings something old, forged, or of later, is broken.
        """
        stamps = self.context(min(stamped, self.moment), IF_IT_IS_THERE) if stamped else None
        signer = self.context(min(at, self.moment), NO_REVOCATION)
        return await async_validate_pdf_signature(signature, signer, stamps)

    def claimed(self, signature: EmbeddedPdfSignature) -> datetime:
        claimed: datetime | None = signature.self_reported_timestamp
        return claimed.astimezone(UTC) if claimed else self.moment

    async def revocation(self, signature: EmbeddedPdfSignature, at: datetime) -> Facts:
        """By what the document carries; our own lists are asked by who asked us.

        A revocation after the signature is told too: whether it was really after, its date alone
        does not prove.
        """
        if not (self.store and (self.store.crls or self.store.ocsps)):
            return {"state": "unknown", "revoked_at": None}
        whole = await self.checked(signature, at, REQUIRE_REVINFO)
        if details := whole.revocation_details:
            return revoked_on(details)
        moments = self.told_after(at, until=signature.signer_cert.not_valid_after)
        for moment in moments if whole.trusted else [*moments, at]:
            found = await self.checked(signature, moment, OF_THE_SIGNER)
            if details := found.revocation_details:
                return revoked_on(details)
        return {"state": "good" if whole.trusted else "unknown", "revoked_at": None}

    def told_after(self, at: datetime, *, until: datetime) -> list[datetime]:
        """When lists and answers in the document were made, the latest first."""
        carried = self.context(at, NO_REVOCATION)
        lists = [one["tbs_cert_list"]["this_update"].native for one in carried.crls]
        answers = [
            single["this_update"].native
            for one in carried.ocsps
            if one["response_status"].native == "successful"
            for single in one.response_data["responses"]
        ]
        # A list takes in what was revoked in its own second.
        told = {made + timedelta(seconds=1) for made in (*lists, *answers) if at < made < until}
        return sorted(told, reverse=True)[:INSTANTS_AT_MOST]

    async def checked(
        self, signature: EmbeddedPdfSignature, at: datetime, asked: RevocationCheckingPolicy
    ) -> PdfSignatureStatus:
        context = self.context(at, asked)
        return await async_validate_pdf_signature(signature, context, context, skip_diff=True)

    async def of_stamp(self, stamp: EmbeddedPdfSignature) -> Facts:
        """Of a time stamp over the whole document."""
        try:
            at = stamped_in(stamp.signed_data) or self.moment
            context = self.context(min(at, self.moment), IF_IT_IS_THERE)
            status = await async_validate_pdf_timestamp(stamp, context)
        except (PdfError, SignatureValidationError):
            return {"at": None, "authority": "", "intact": False, "trusted": False}
        return stamp_facts(status) or {}


def revoked_on(details: RevocationDetails) -> Facts:
    return {"state": "revoked", "revoked_at": instant(details.revocation_date)}


def problem_of(status: SignatureStatus, at: datetime) -> str:
    """Why the signer is not trusted, by one word of `states.Problem`; empty where trusted."""
    certificate, indication = status.signing_cert, status.trust_problem_indic
    if not (status.intact and status.valid):
        return ""
    if indication is None:
        return "" if signs_documents(certificate) else "wrong_purpose"
    if certificate.subject == certificate.issuer:
        return "self_signed"
    if indication == AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return "unknown_authority"
    return PROBLEMS.get(indication) or out_of_time(status, at) or "broken_chain"


def out_of_time(status: SignatureStatus, at: datetime) -> str:
    """The signer's certificate decides, else any above it."""
    path = status.validation_path
    for certificate in [status.signing_cert, *(path.iter_certs(include_root=True) if path else ())]:
        if at < certificate.not_valid_before:
            return "not_yet_valid"
        if at > certificate.not_valid_after:
            return "expired"
    return ""


def signs_documents(certificate: Certificate) -> bool:
    purposes = certificate.extended_key_usage_value
    return purposes is None or not set(purposes.native) <= NOT_FOR_DOCUMENTS


def chain_of(status: SignatureStatus) -> list[Facts]:
    path = status.validation_path
    certificates = list(path.iter_certs(include_root=True))[::-1] if path else []
    return [certificate_facts(one) for one in certificates[:CHAIN_AT_MOST]]


def stamped_at(signer_info: cms.SignerInfo) -> datetime | None:
    return next(map(stamped_in, extract_tst_data_iter(signer_info, signed=False)), None)


def stamped_in(token: cms.SignedData) -> datetime | None:
    content = token["encap_content_info"]["content"]
    if not isinstance(content, core.ParsableOctetString):
        return None
    at: datetime = content.parsed["gen_time"].native
    return at.astimezone(UTC)


def stamp_facts(status: Any) -> Facts | None:
    if status is None:
        return None
    return {
        "at": instant(status.timestamp),
        "authority": name_of(status.signing_cert.subject),
        "intact": bool(status.intact and status.valid),
        "trusted": bool(status.intact and status.trusted),
    }


def certificate_facts(certificate: Certificate) -> Facts:
    subject, issuer = certificate.subject, certificate.issuer
    return {
        "signer": name_of(subject),
        "identifier": part_of(subject, "organization_identifier", "serial_number"),
        "subject": subject.human_friendly[:500],
        "issuer": issuer.human_friendly[:500],
        "serial_number": f"{certificate.serial_number:x}"[:64],
        "fingerprint": certificate.sha256.hex(),
        "valid_from": instant(certificate.not_valid_before),
        "valid_to": instant(certificate.not_valid_after),
    }


def name_of(name: Name) -> str:
    return (part_of(name, "common_name") or str(name.human_friendly))[:300]


def part_of(name: Name, *kinds: str) -> str:
    parts = name.native
    return next((str(parts[kind])[:300] for kind in kinds if kind in parts), "")


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
