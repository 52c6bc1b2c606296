from dataclasses import asdict
from datetime import datetime

from django.db import models
from django.db.models import Case, Count, Subquery, Value, When
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatures.backends.base import CertificateFacts
from signatures.digests import SHA256_HEX
from signatures.models.authorities import Authority
from signatures.states import (
    CertificateKind,
    CertificateState,
    CertificateVerb,
    HolderKind,
    KeyPlace,
    Knowledge,
    RevocationReason,
)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def register(self, facts: CertificateFacts) -> "Certificate":
        """The row of this certificate, made at its first use."""
        known = asdict(facts)
        return self.get_or_create(fingerprint=known.pop("fingerprint"), defaults=known)[0]

    def of_holder(self, kind: HolderKind, identifier: str) -> "CertificateQuerySet":
        return self.filter(holder_kind=kind, holder_identifier=identifier)

    def with_state(self, *, at: datetime) -> "CertificateQuerySet":
        """Each with its `state` at that instant; a revocation counts from the day it names."""
        return self.annotate(state=state_at(at))

    def standing(self, *states: CertificateState, at: datetime) -> "CertificateQuerySet":
        return self.annotate(state=state_at(at)).filter(state__in=states)

    def tally(self, *, at: datetime) -> "models.QuerySet[Certificate, tuple[str, str, int]]":
        """How many there are of each kind and state."""
        rows = self.annotate(state=state_at(at)).order_by().values_list("kind", "state")
        return rows.annotate(count=Count("pk"))


class Certificate(models.Model):
    """A certificate somebody signs with. Its holder is named, not linked: people and offices go.

    `holder_identifier` is an account's name, an agency's code, or a number of the outside.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=CertificateKind.choices)
    holder_kind = models.CharField(_("kind of holder"), max_length=12, choices=HolderKind.choices)
    holder_name = models.CharField(_("holder"), max_length=300)
    holder_identifier = models.CharField(_("identifier of the holder"), max_length=150, blank=True)
    serial_number = models.CharField(_("serial number"), max_length=64)
    issuer = models.TextField(_("issuer"))
    subject = models.TextField(pgettext_lazy("of a certificate", "subject"))
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64, unique=True)
    valid_from = models.DateTimeField(_("valid from"))
    valid_to = models.DateTimeField(_("valid to"))
    key_place = models.CharField(
        _("where the key lives"),
        max_length=10,
        choices=KeyPlace.choices,
        default=KeyPlace.ELSEWHERE,
    )
    #: Empty only for those registered before the register kept it.
    encoded = models.BinaryField(_("certificate (DER)"), default=b"")
    authority = models.ForeignKey(
        Authority,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("certification authority"),
    )
    registered_at = models.DateTimeField(_("registered at"), null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                name="certificate_kind_is_known",
                condition=models.Q(kind__in=CertificateKind.values),
            ),
            models.CheckConstraint(
                name="certificate_holder_kind_is_known",
                condition=models.Q(holder_kind__in=HolderKind.values),
            ),
            models.CheckConstraint(
                name="certificate_key_place_is_known",
                condition=models.Q(key_place__in=KeyPlace.values),
            ),
            models.CheckConstraint(
                name="certificate_fingerprint_is_sha256",
                condition=models.Q(fingerprint__regex=SHA256_HEX),
            ),
            models.CheckConstraint(
                name="certificate_validity_runs_forward",
                condition=models.Q(valid_from__lt=models.F("valid_to")),
            ),
        ]
        indexes = [
            # The certificates of somebody, and who of an office has any.
            models.Index("holder_kind", "holder_identifier", name="certificate_of_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name} ({self.serial_number})"

    @property
    def is_demonstration(self) -> bool:
        return self.kind == CertificateKind.DEMONSTRATION

    def is_valid(self, *, at: datetime) -> bool:
        """Within its term; whether it was revoked is asked of `certificates.judging`."""
        return self.valid_from <= at <= self.valid_to


class CertificateDeed(models.Model):
    """What was done to a certificate, by whom, why; never changed. Its state follows from it."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="deeds", verbose_name=_("certificate")
    )
    verb = models.CharField(_("deed"), max_length=10, choices=CertificateVerb.choices)
    at = models.DateTimeField(_("in force from"))
    reason = models.CharField(
        _("reason"), max_length=24, choices=RevocationReason.choices, blank=True
    )
    said = models.TextField(_("explanation"), blank=True)
    knowledge = models.CharField(_("known from"), max_length=8, choices=Knowledge.choices)
    actor = models.CharField(_("by whom"), max_length=150, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("deed on a certificate")
        verbose_name_plural = _("deeds on certificates")
        constraints = [
            # The same list again tells nothing new.
            models.UniqueConstraint("certificate", "verb", "at", name="certificate_deed_is_once"),
            models.CheckConstraint(
                name="certificate_verb_is_known",
                condition=models.Q(verb__in=CertificateVerb.values),
            ),
            models.CheckConstraint(
                name="what_ends_a_certificate_has_a_reason",
                condition=~models.Q(verb__in=["revoked", "suspended"], reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {localtime(self.at):%Y-%m-%d %H:%M}"


PAUSES = (CertificateVerb.SUSPENDED, CertificateVerb.RESTORED)


def state_at(at: datetime) -> Case:
    """Both questions are asked once for all rows, not row by row."""
    done = CertificateDeed.objects.filter(at__lte=at)
    pauses = done.filter(verb__in=PAUSES).order_by("certificate", "-at", "-pk")
    last = CertificateDeed.objects.filter(
        pk__in=Subquery(pauses.distinct("certificate").values("pk"))
    )
    revoked = done.filter(verb=CertificateVerb.REVOKED).values("certificate")
    suspended = last.filter(verb=CertificateVerb.SUSPENDED).values("certificate")
    return Case(
        When(pk__in=Subquery(revoked), then=Value(CertificateState.REVOKED)),
        When(valid_from__gt=at, then=Value(CertificateState.NOT_YET_VALID)),
        When(valid_to__lt=at, then=Value(CertificateState.EXPIRED)),
        When(pk__in=Subquery(suspended), then=Value(CertificateState.SUSPENDED)),
        default=Value(CertificateState.VALID),
        output_field=models.CharField(),
    )
