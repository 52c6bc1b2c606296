import uuid
from datetime import date
from typing import NamedTuple, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class Citizen(models.Model):
    """A person whose identity was proven; nobody becomes one by being named in a file."""

    identity_number = models.CharField(_("identity number"), max_length=12, unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    date_of_birth = models.DateField(_("date of birth"))
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,  # closing an account does not unmake the person
        null=True,
        blank=True,
        related_name="citizen",
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("citizen")
        verbose_name_plural = _("citizens")

    def __str__(self) -> str:
        return self.full_name


class Organisation(models.Model):
    tax_code = models.CharField(_("tax code"), max_length=14, unique=True)
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Principal(NamedTuple):
    """For whom somebody may act: their number, and in which procedures (none named: in all)."""

    identity: str
    procedures: list[str]

    def covers(self, procedure: str) -> bool:
        return not self.procedures or procedure in self.procedures


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def principals(self, representative: int, *, on: date) -> list[Principal]:
        """For whom this citizen may act on that day."""
        number = Coalesce("person__identity_number", "organisation__tax_code")
        rows = self.in_force(on).filter(representative=representative).order_by("pk")
        return [Principal(*row) for row in rows.values_list(number, "procedure_codes")]

    def allows(
        self, representative: int | None, identity_number: str, *, procedure: str, on: date
    ) -> bool:
        """May this citizen act in this procedure for the person or organisation of this number?"""
        whom = Q(person__identity_number=identity_number) | Q(
            organisation__tax_code=identity_number
        )
        scope = Q(procedure_codes=[]) | Q(procedure_codes__contains=[procedure])
        return self.in_force(on).filter(whom, scope, representative=representative).exists()

    def in_force(self, on: date) -> Self:
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Representation(models.Model):
    """Who may act for whom, on which paper, for how long."""

    representative = models.ForeignKey(Citizen, models.PROTECT, related_name="+")
    person = models.ForeignKey(Citizen, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis = models.CharField(_("basis"), max_length=300)
    #: Codes of the procedures the paper speaks of; none named means all.
    procedure_codes = ArrayField(
        models.CharField(max_length=20), verbose_name=_("procedures"), default=list, blank=True
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        constraints = [
            models.CheckConstraint(
                name="represents_one_person_or_organisation",
                condition=models.Q(person=None) ^ models.Q(organisation=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.representative} → {self.person or self.organisation}"


def stored_path(_document: "StoredDocument", _filename: str) -> str:
    """Nothing about the person reaches the disk's names."""
    name = uuid.uuid4().hex
    return f"stored/{name[:2]}/{name}"


class StoredDocumentQuerySet(models.QuerySet["StoredDocument"]):
    def held_by(self, identity_number: str) -> Self:
        """Of the person or organisation with this number."""
        return self.filter(
            Q(person__identity_number=identity_number) | Q(organisation__tax_code=identity_number)
        )

    def open_to(self, citizen: int | None, *, on: date) -> Self:
        """A person's own, and those of whom this person may act for on that day."""
        acting = Representation.objects.filter(representative=citizen).in_force(on)
        return self.filter(
            Q(person=citizen)
            | Q(person__in=acting.values("person"))
            | Q(organisation__in=acting.values("organisation"))
        )

    def valid(self, *, on: date) -> Self:
        in_time = Q(valid_to=None) | Q(valid_to__gte=on)
        return self.filter(in_time, valid_from__lte=on, withdrawn_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-kept_at", "-pk")


class StoredDocument(models.Model):
    """One paper of a person's or organisation's own store, ready to be used again.

    The paper code is the holder's number and the code of the kind of result (Decree 118/2025
    art 22(4)). The store knows no cases: where the paper was made is told by a number.
    """

    person = models.ForeignKey(Citizen, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.CharField(_("paper code"), max_length=60)
    result_type = models.CharField(_("kind of result"), max_length=40)
    title = models.CharField(_("title"), max_length=300)
    issuer = models.CharField(_("issuer"), max_length=300)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    origin_number = models.CharField(_("number of the application"), max_length=60)
    #: What the sender calls this paper; a second delivery of it changes nothing.
    reference = models.CharField(max_length=200, unique=True)
    file = models.FileField(upload_to=stored_path, max_length=100)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("content type"), max_length=100)
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField(_("kept since"))
    #: From then on it no longer counts; it stays to be looked at.
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    replacement = models.ForeignKey(
        "self",
        models.SET_NULL,  # a paper that is gone replaces nothing
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced by"),
    )

    objects = StoredDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored document")
        verbose_name_plural = _("stored documents")
        constraints = [
            models.CheckConstraint(
                name="stored_for_one_person_or_organisation",
                condition=Q(person=None) ^ Q(organisation=None),
            ),
        ]
        indexes = [models.Index(fields=["file"], name="stored_document_of_file")]

    def __str__(self) -> str:
        return self.title
