from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def shown_to(self, user: int | None, offices: tuple[int, ...]) -> "SavedFilterQuerySet":
        """One's own, and what colleagues of the office share."""
        shown = self.filter(Q(owner=user) | Q(shared_with__in=offices))
        return shown.order_by("name", "pk")


class SavedFilter(models.Model):
    """A way of narrowing the list that somebody wants again; it names no person searched for."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,  # nobody's but the owner's
        db_index=False,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=40)
    #: As the address of the list has it.
    query = models.CharField(max_length=500)
    shared_with = models.ForeignKey(
        "centers.Agency",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("shared with"),
    )
    #: Shown where the list is opened without any filter.
    is_default = models.BooleanField(default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(name="a_filter_has_its_name", fields=["owner", "name"]),
            models.UniqueConstraint(
                name="one_default_filter", fields=["owner"], condition=Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name
