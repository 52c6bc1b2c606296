"""What checking a document found, in plain words; a label is the sentence people read."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from signatures.verdicts import Registered, SignatureReport, Verdict


class Problem(models.TextChoices):
    """Why a signer is not believed."""

    UNKNOWN_AUTHORITY = (
        "unknown_authority",
        _("The certificate was issued by an authority that is not known here."),
    )
    SELF_SIGNED = (
        "self_signed",
        _("The signer issued the certificate to themselves; nobody vouches for the name."),
    )
    EXPIRED = "expired", _("The certificate had expired when the document was signed.")
    NOT_YET_VALID = (
        "not_yet_valid",
        _("The certificate was not valid yet when the document was signed."),
    )
    REVOKED = "revoked", _("The certificate was revoked.")
    WRONG_PURPOSE = (
        "wrong_purpose",
        _("The certificate was issued for another purpose than signing documents."),
    )
    WEAK_ALGORITHM = (
        "weak_algorithm",
        _("The signature uses a method of computing that is no longer safe."),
    )
    BROKEN_CHAIN = (
        "broken_chain",
        _("The chain from the certificate to a trusted authority does not hold."),
    )
    SIGNED_IN_FUTURE = (
        "signed_in_future",
        _("The signature bears a date in the future; the signer's clock was wrong."),
    )


class Change(models.TextChoices):
    """What became of a document after a signature."""

    SIGNATURE_ADDED = "signature_added", _("a further signature was added")
    PROOFS_ADDED = "proofs_added", _("proofs of validity were added for long keeping")
    FIELDS_FILLED = "fields_filled", _("fields of its form were filled in")
    PAGES_ADDED = "pages_added", _("pages were added")
    PAGES_REMOVED = "pages_removed", _("pages were removed")
    CONTENT_CHANGED = "content_changed", _("its content was changed")
    NOT_COVERED = "not_covered", _("parts of the file were never covered by the signature")


class Unexamined(models.TextChoices):
    """Why a document could not be examined."""

    ENCRYPTED = "encrypted", _("It is locked with a password. Send it without one.")
    TOO_MANY_SIGNATURES = (
        "too_many_signatures",
        _("It carries more signatures than we examine."),
    )
    UNKNOWN_FORM = (
        "unknown_form",
        _("It carries a signature of a form that is not used in documents any more."),
    )
    EXHAUSTED = (
        "exhausted",
        _("Reading it would take more time or memory than a document ever needs."),
    )
    TOO_LARGE = "too_large", _("It is larger than what we examine.")
    DAMAGED = "damaged", _("Its structure is broken. Ask for another copy.")


def explanation(verdict: "Verdict") -> list[str]:
    """Sentences about the document as a whole, after the one of its finding."""
    said = []
    if verdict.refused:
        said.append(str(Unexamined(verdict.refused).label))
    if verdict.registered:
        said.extend(about_register(verdict.registered))
    if len(verdict.signatures) > 1:
        count = len(verdict.signatures)
        signatures = ngettext(
            "It carries %(count)d signature.", "It carries %(count)d signatures.", count
        )
        said.append(signatures % {"count": count})
    return said


def about_register(found: "Registered") -> Iterator[str]:
    if found.unchanged:
        yield gettext("It is, byte for byte, the document kept in our register.")
    elif found.extended:
        yield gettext("It begins with a document of our register; others added to it since.")
    else:
        yield gettext(
            "It comes from a document of our register, but is not that document any more."
        )
    if found.withdrawn_at:
        told = gettext("It was withdrawn on %(day)s.") % {"day": day(found.withdrawn_at)}
        replaced = gettext("Another document replaced it.")
        yield f"{told} {replaced}" if found.is_replaced else told


def about(signature: "SignatureReport") -> list[str]:
    """What one signature is worth, sentence by sentence."""
    return [
        sentence
        for sentence in (
            soundness(signature),
            trust(signature),
            instant(signature),
            revocation(signature),
            changes(signature),
        )
        if sentence
    ]


def soundness(signature: "SignatureReport") -> str:
    if signature.intact:
        return gettext("What was signed is unchanged.")
    if signature.changes.allowed:
        return gettext("What was signed has been changed: the signature does not fit it any more.")
    return gettext("The document was changed after this signature in a way that is not allowed.")


def trust(signature: "SignatureReport") -> str:
    if signature.trusted and signature.chain:
        authority = signature.chain[-1].signer
        return gettext("A trusted authority vouches for the signer: %(name)s.") % {
            "name": authority
        }
    return str(Problem(signature.problem).label) if signature.problem else ""


def instant(signature: "SignatureReport") -> str:
    stamp = signature.timestamp
    if stamp and stamp.at and stamp.trusted:
        return gettext("A time stamp proves the time: %(at)s, by %(authority)s.") % {
            "at": moment(stamp.at),
            "authority": stamp.authority,
        }
    if stamp:
        return gettext("It carries a time stamp that is not to be trusted.")
    return gettext("The time is the signer's own word; no time stamp proves it.")


def revocation(signature: "SignatureReport") -> str:
    found = signature.revocation
    if found.state == "good":
        return gettext("The certificate was not revoked.")
    if found.state == "revoked" and found.revoked_at:
        told = gettext("The certificate was revoked on %(day)s.") % {"day": day(found.revoked_at)}
        later = gettext("This signature is proved to be older, so it still counts.")
        return f"{told} {later}" if signature.trusted else told
    return gettext("Whether the certificate was revoked could not be asked.")


def changes(signature: "SignatureReport") -> str:
    kinds = [str(Change(kind).label) for kind in signature.changes.kinds]
    if not kinds:
        return ""
    told = gettext("After this signature %(what)s.") % {"what": ", ".join(kinds)}
    if signature.changes.allowed and signature.intact:
        judgement = gettext("That is allowed.")
    else:
        judgement = gettext("That is not allowed.")
    return f"{told} {judgement}"


def day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "d/m/Y")


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i, d/m/Y")
