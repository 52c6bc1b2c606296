from django.db import models


class LoadedPart(models.Model):
    """A part of the demonstration that stands whole; written with the last row of it."""

    name = models.CharField(max_length=40, unique=True)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
