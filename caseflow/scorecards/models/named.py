"""Rows of reference data whose name is a word of both languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    name = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("English name"), max_length=300)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        """In the language of whoever reads."""
        vietnamese = (get_language() or "vi").startswith("vi")
        return self.name if vietnamese else self.name_en
