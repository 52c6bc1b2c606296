"""Who signs while the leader is away."""

from datetime import date

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _


def span(function: str, first: str, last: str) -> Func:
    return Func(F(first), F(last), Value("[]"), function=function)


def never_two_at_once(person: str) -> list[tuple[Func, str]]:
    """At one agency; a key as a range of one needs no extension of PostgreSQL to be compared."""
    return [
        (span("int8range", "agency", "agency"), RangeOperators.OVERLAPS),
        (span("int8range", person, person), RangeOperators.OVERLAPS),
        (span("daterange", "first_day", "last_day"), RangeOperators.OVERLAPS),
    ]


class Delegation(models.Model):
    """A leader's written delegation of signing to a deputy, for so many days.

    One leader has one deputy at a time and one deputy signs for one leader, so that it is never
    in doubt on whose behalf something was signed. It is shortened, never removed.
    """

    agency = models.ForeignKey(
        "centers.Agency", models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("leader")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("deputy")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    document = models.CharField(_("number of the document"), max_length=100)

    class Meta:
        verbose_name = _("delegation of signing")
        verbose_name_plural = _("delegations of signing")
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="nobody_delegates_to_themselves",
                condition=~Q(leader=F("deputy")),
                violation_error_message=_("Leader and deputy are the same person."),
            ),
            ExclusionConstraint(
                name="a_leader_has_one_deputy_at_a_time",
                expressions=never_two_at_once("leader"),
                violation_error_message=_(
                    "This leader has delegated signing for some of these days already."
                ),
            ),
            ExclusionConstraint(
                name="a_deputy_signs_for_one_leader_at_a_time",
                expressions=never_two_at_once("deputy"),
                violation_error_message=_(
                    "This deputy signs for another leader on some of these days."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader} → {self.deputy} · {self.document}"

    def clean(self) -> None:
        # Here too, because the database can make no range of a reversed period to compare.
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day lies before the first.")})
        for name in ("leader", "deputy"):
            person = getattr(self, f"{name}_id")
            if person and self.agency_id and not works_for(person, self.agency_id):
                raise ValidationError({name: _("This person has no post at this agency.")})


def works_for(user: int, agency: int) -> bool:
    """At the agency itself or at a centre of it."""
    # By name, because the posts' module imports this one.
    posts = apps.get_model("centers.Officer")._default_manager.filter(user=user)
    return posts.filter(Q(agency=agency) | Q(agency__parent=agency)).exists()


def mandates_on(day: date) -> ArraySubquery:
    """For a queryset of posts: for whom their holders may sign on this day."""
    held = Delegation.objects.filter(deputy=OuterRef("user"), first_day__lte=day, last_day__gte=day)
    return ArraySubquery(
        held.order_by("pk").values(
            held=JSONObject(agency_id="agency_id", leader_id="leader_id", document="document")
        )
    )
