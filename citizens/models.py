from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
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
        related_name="+",
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


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def allows(self, representative: int | None, identity_number: str, *, on: date) -> bool:
        """May this citizen act for the person or organisation with this number?"""
        whom = Q(person__identity_number=identity_number) | Q(
            organisation__tax_code=identity_number
        )
        in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
        return self.filter(whom, in_force, representative=representative).exists()


class Representation(models.Model):
    """Who may act for whom, on which paper, for how long."""

    representative = models.ForeignKey(Citizen, models.PROTECT, related_name="+")
    person = models.ForeignKey(Citizen, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis = models.CharField(_("basis"), max_length=300)
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
