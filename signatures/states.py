from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    OFFICIAL_AGENCY = "official_agency", _("official, of an agency")
    OFFICIAL_PERSON = "official_person", _("official, of a person in office")
    PUBLIC = "public", _("of a public trust service")
    DEMONSTRATION = "demonstration", _("demonstration, no legal value")


class HolderKind(models.TextChoices):
    AGENCY = "agency", _("agency")
    OFFICER = "officer", _("person in office")
    CITIZEN = "citizen", _("citizen")
    ORGANISATION = "organisation", _("organisation")


class Finding(models.TextChoices):
    """What checking a document came to; the label is the sentence shown to the asker."""

    GENUINE = "genuine", _("The document is signed by a trusted signer and unchanged since.")
    ALTERED = "altered", _("The document was changed after it was signed.")
    UNTRUSTED_SIGNER = (
        "untrusted_signer",
        _("The document is unchanged, but its signer is not one we trust."),
    )
    UNSIGNED = "unsigned", _("The document carries no digital signature.")
    NOT_A_PDF = "not_a_pdf", _("The file is not a PDF document.")
    UNREADABLE = "unreadable", _("The document is damaged or protected and cannot be checked.")
