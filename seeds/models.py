from django.db import models
from django.db.models import Q


class LoadedPart(models.Model):
    """A part of the demonstration that stands whole; written with the last row of it."""

    name = models.CharField(max_length=40, unique=True)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Synthesis(models.Model):
    """So many invented files of these days, asked for once and told as of one moment."""

    applications = models.PositiveIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.applications} {self.first_day} {self.last_day}"


class SynthesisPart(models.Model):
    """Files of one centre and month, written whole together with the mark that they are."""

    synthesis = models.ForeignKey(Synthesis, models.CASCADE, related_name="parts")
    center = models.ForeignKey("centers.Agency", models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    #: Tells the parts of one centre and month apart.
    number = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["synthesis", "center", "first_day", "number"], name="part_laid_out_once"
            )
        ]
        # The next part to write, for each process.
        indexes = [
            models.Index(
                fields=["synthesis", "id"], name="part_to_write", condition=Q(written_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.center_id} {self.first_day} {self.number}"
