import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models.case import Application
from caseflow.applications.querysets import EventQuerySet
from caseflow.applications.states import Origin, State, Verb


class TransactionId(Func):
    """`pg_current_xact_id()` as a number, so that followers can tell what is still in flight."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """One deed. Rows are only ever added; triggers refuse anything else to every role."""

    application = models.ForeignKey(
        Application, models.PROTECT, db_index=False, related_name="events"
    )
    sequence = models.PositiveIntegerField()
    verb = models.CharField(max_length=20, choices=Verb.choices)
    from_state = models.CharField(max_length=24, choices=State.choices)
    to_state = models.CharField(max_length=24, choices=State.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    actor_role = models.CharField(max_length=20)
    actor_unit = models.CharField(max_length=35, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    origin = models.CharField(max_length=9, choices=Origin.choices)
    #: The canonical text that the hash covers; the columns above repeat parts of it.
    content = models.TextField()
    hash = models.CharField(max_length=64)
    transaction_id = models.BigIntegerField(db_default=TransactionId(), editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(name="event_has_its_place", fields=["application", "sequence"])
        ]
        indexes = [
            # Followers read the log in the order in which transactions began.
            models.Index(fields=["transaction_id", "id"], name="event_in_log_order"),
            # Reports ask which files were objected to.
            models.Index(fields=["application"], name="objections", condition=Q(verb=Verb.OBJECT)),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.sequence} {self.verb}"

    @property
    def step_name(self) -> str:
        """What whoever tracks the file reads of this step."""
        if self.verb == Verb.REISSUE:
            return gettext("corrected result issued, the earlier one withdrawn")
        return str(State(self.to_state).label)

    @property
    def payload(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.content)["payload"]
        return facts


class Statement(models.Model):
    """Words somebody wrote with a deed; erasable, while the chain keeps their salted digest."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="statement")
    salt = models.CharField(max_length=32)
    body = models.JSONField()

    def __str__(self) -> str:
        return f"{self.event_id}"
