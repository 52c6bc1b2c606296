from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Finding(models.TextChoices):
    """What was found about a criterion at a commune."""

    MET = "met", pgettext_lazy("criterion", "met")
    MISSED = "missed", pgettext_lazy("criterion", "not met")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("criterion", "not applicable")
    UNKNOWN = "unknown", pgettext_lazy("criterion", "not assessed yet")


class Light(models.TextChoices):
    GREEN = "green", pgettext_lazy("traffic light", "Green")
    YELLOW = "yellow", pgettext_lazy("traffic light", "Yellow")
    RED = "red", pgettext_lazy("traffic light", "Red")
    UNKNOWN = "unknown", pgettext_lazy("traffic light", "Not assessed")


class Saving(models.TextChoices):
    """What a frozen baseline is compared in."""

    TIME = "time", _("time of the office")
    COST = "cost", _("cost of whoever applies")
