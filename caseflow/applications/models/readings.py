from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.accounts.models import Role
from caseflow.applications.models.case import Application
from caseflow.applications.states import Door


class Reading(models.Model):
    """Somebody of an office opened a file that names a person; kept once a day for each door.

    Rows are only ever added.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, db_index=False, related_name="readings"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+"
    )
    role = models.CharField(max_length=20)
    unit = models.CharField(max_length=35, blank=True)
    door = models.CharField(max_length=5, choices=Door.choices)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(
                name="one_reading_a_day", fields=["application", "reader", "door", "day"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.reader_id} {self.day}"

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label) if self.role in Role.values else self.role
