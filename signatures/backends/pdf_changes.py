"""What became of a document after one of its signatures, and whether that is allowed."""

from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

UNTOUCHED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
LEVELS = {
    ModificationLevel.NONE: "none",
    ModificationLevel.LTA_UPDATES: "archival",
    ModificationLevel.FORM_FILLING: "form_filling",
    ModificationLevel.ANNOTATIONS: "annotations",
    ModificationLevel.OTHER: "other",
}


def after(signature: EmbeddedPdfSignature, status: PdfSignatureStatus | None) -> dict[str, Any]:
    """`kinds` are words of `states.Change`; `revisions` counts how often the file was saved."""
    if status is None:
        return {"level": "other", "allowed": False, "revisions": 0, "kinds": [], "fields": []}
    revisions = signature.reader.total_revisions - signature.signed_revision - 1
    level = level_of(status)
    return {
        "level": LEVELS[level],
        "allowed": bool(status.docmdp_ok),
        "revisions": revisions,
        "kinds": kinds(signature, status, level) if level != ModificationLevel.NONE else [],
        "fields": fields_filled(signature, status),
    }


def level_of(status: PdfSignatureStatus) -> ModificationLevel:
    return status.modification_level or ModificationLevel.OTHER


def kinds(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, level: ModificationLevel
) -> list[str]:
    found = []
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return ["not_covered"]
    later = [other for other in signature.reader.embedded_signatures if is_later(other, signature)]
    if any(other.sig_object_type == "/Sig" for other in later):
        found.append("signature_added")
    if level == ModificationLevel.LTA_UPDATES:
        found.append("proofs_added")
    if fields_filled(signature, status):
        found.append("fields_filled")
    if level == ModificationLevel.OTHER:
        found.append(kind_of_other(signature))
    return found


def is_later(other: EmbeddedPdfSignature, signature: EmbeddedPdfSignature) -> bool:
    return bool(other.signed_revision > signature.signed_revision)


def kind_of_other(signature: EmbeddedPdfSignature) -> str:
    """Coarse, but it is what people ask first: was a page added, or taken away."""
    try:
        before = pages(signature.reader.get_historical_root(signature.signed_revision))
        now = pages(signature.reader.root)
    except (PdfError, KeyError, TypeError, ValueError):
        return "content_changed"
    if now == before:
        return "content_changed"
    return "pages_added" if now > before else "pages_removed"


def pages(root: Any) -> int:
    return int(root["/Pages"]["/Count"])


def fields_filled(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> list[str]:
    """Names of form fields whose value changed, fields of signatures apart."""
    diff = status.diff_result
    names = diff.changed_form_fields if isinstance(diff, DiffResult) else set()
    signed = {other.field_name for other in signature.reader.embedded_signatures}
    return sorted(str(name)[:100] for name in names - signed)[:20]
