from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberCounter(models.Model):
    """The serial of the day per deciding agency; its row is locked by whoever takes a number."""

    agency = models.ForeignKey("centers.Agency", models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_counter_per_agency_day", fields=["agency", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day} {self.last}"


class Competence(models.Model):
    """Which agency of the province decides a procedure that communes do not decide."""

    procedure = models.OneToOneField(
        "procedures.Procedure", models.PROTECT, related_name="competence"
    )
    agency = models.ForeignKey("centers.Agency", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")

    def __str__(self) -> str:
        return f"{self.procedure} → {self.agency}"
