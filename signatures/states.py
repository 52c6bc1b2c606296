from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    OFFICIAL_AGENCY = "official_agency", _("official, of an agency")
    OFFICIAL_PERSON = "official_person", _("official, of a person in office")
    PUBLIC = "public", _("of a public trust service")
    SEAL = "seal", _("seal of an organisation")
    DEMONSTRATION = "demonstration", _("demonstration, no legal value")


class HolderKind(models.TextChoices):
    AGENCY = "agency", _("agency")
    OFFICER = "officer", _("person in office")
    CITIZEN = "citizen", _("citizen")
    ORGANISATION = "organisation", _("organisation")
    SYSTEM = "system", _("this system")


class KeyPlace(models.TextChoices):
    """Where the private key lives; it is never in the register."""

    FILE = "file", _("file on this server (PKCS#12)")
    TOKEN = "token", _("token or security module (PKCS#11)")
    REMOTE = "remote", _("remote signing service")
    DEVICE = "device", _("the holder's own device")
    ELSEWHERE = "elsewhere", _("elsewhere")


class CertificateState(models.TextChoices):
    """How a certificate stands at an instant, from its validity and what was done to it."""

    VALID = "valid", _("valid")
    NOT_YET_VALID = "not_yet_valid", _("not yet valid")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")


class CertificateVerb(models.TextChoices):
    REGISTERED = "registered", _("registered")
    COMPLETED = "completed", _("completed")
    SUSPENDED = "suspended", _("suspended")
    RESTORED = "restored", _("restored")
    REVOKED = "revoked", _("revoked")


class Knowledge(models.TextChoices):
    """Where the register knows a deed from."""

    HAND = "hand", _("entered by hand")
    BACKEND = "backend", _("first use by a signer")
    LIST = "list", _("revocation list (CRL)")
    ANSWER = "answer", _("answer of the status service (OCSP)")


class RevocationReason(models.TextChoices):
    """The reasons of RFC 5280, without those that lift a revocation."""

    UNSPECIFIED = "unspecified", _("no reason given")
    KEY_COMPROMISE = "key_compromise", _("key compromised or lost")
    CA_COMPROMISE = "ca_compromise", _("authority compromised")
    AFFILIATION_CHANGED = "affiliation_changed", _("holder changed office or name")
    SUPERSEDED = "superseded", _("replaced by another certificate")
    CESSATION_OF_OPERATION = "cessation_of_operation", _("no longer needed")
    CERTIFICATE_HOLD = "certificate_hold", _("suspended")
    PRIVILEGE_WITHDRAWN = "privilege_withdrawn", _("right to sign withdrawn")
    AA_COMPROMISE = "aa_compromise", _("attribute authority compromised")


class Purpose(models.TextChoices):
    """What a certificate is to be used for."""

    SIGNING = "signing", _("signing documents")
    TIME_STAMPING = "time_stamping", _("time stamping")


class Refusal(models.TextChoices):
    """Why a certificate may not sign; the label says it to whoever has to mend it."""

    NOT_YET_VALID = "not_yet_valid", _("The certificate is not valid yet; wait for its first day.")
    EXPIRED = "expired", _("The certificate has expired; a new one has to be applied for.")
    SUSPENDED = "suspended", _("The certificate is suspended; ask the authority that issued it.")
    REVOKED = "revoked", _("The certificate was revoked; a new one has to be applied for.")
    WRONG_PURPOSE = "wrong_purpose", _("The certificate was issued for another purpose.")
    SELF_SIGNED = "self_signed", _("The certificate was issued by its own holder; nobody vouches.")
    BROKEN_CHAIN = (
        "broken_chain",
        _("The certificate of an authority above it is missing; import the chain."),
    )
    UNTRUSTED = (
        "untrusted",
        _("No authority that is trusted for certificates of this kind stands above it."),
    )
    AUTHORITY_REVOKED = (
        "authority_revoked",
        _("An authority above the certificate was revoked or has expired."),
    )


class Level(models.TextChoices):
    """What a signature carries to be checked later, each more than the one before."""

    B_B = "PAdES-B-B", _("signature")
    B_T = "PAdES-B-T", _("signature and time stamp")
    B_LT = "PAdES-B-LT", _("signature, time stamp and the data to check both")

    def is_less_than(self, other: str) -> bool:
        ranks = self.__class__.values
        return ranks.index(self) < ranks.index(other)


class MessageLevel(models.TextChoices):
    """Of signatures that travel beside or in a data message."""

    CADES_B = "CAdES-B-B", _("signature of a message")
    CADES_T = "CAdES-B-T", _("signature of a message and time stamp")
    XADES_B = "XAdES-B-B", _("signature in XML")
    XADES_T = "XAdES-B-T", _("signature in XML and time stamp")


#: What a message's signature becomes with the time stamp it lacks.
STAMPED = {
    MessageLevel.CADES_B: MessageLevel.CADES_T,
    MessageLevel.XADES_B: MessageLevel.XADES_T,
}


class Finding(models.TextChoices):
    """What checking a document came to; the label is the sentence shown to the asker."""

    GENUINE = "genuine", _("The document is signed by a trusted signer and unchanged since.")
    ALTERED = "altered", _("The document was changed after it was signed.")
    UNTRUSTED_SIGNER = (
        "untrusted_signer",
        _("The document is unchanged, but its signer is not one we trust."),
    )
    UNFIT_SIGNER = (
        "unfit_signer",
        _("The document is unchanged, but its signer's certificate is not for such documents."),
    )
    WITHDRAWN = (
        "withdrawn",
        _("The document is genuine, but it was withdrawn and no longer counts."),
    )
    UNSIGNED = "unsigned", _("The document carries no digital signature.")
    NOT_A_PDF = "not_a_pdf", _("The file is not a PDF document.")
    UNREADABLE = "unreadable", _("The document is damaged or protected and cannot be checked.")
