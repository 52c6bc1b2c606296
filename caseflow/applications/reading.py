"""Who of the offices opened a file that names a person, when and through which door."""

from datetime import datetime

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Reading
from caseflow.applications.states import Door
from caseflow.centers.models import Agency


def note(case: Application, *, actor: Actor, door: Door, at: datetime) -> None:
    """One statement; the second time on the same day it changes nothing."""
    if not actor.is_staff:
        return
    reading = Reading(
        application=case,
        reader_id=actor.account,
        role=actor.role,
        unit=actor.unit,
        door=door,
        day=timezone.localdate(at, timezone.get_default_timezone()),
        at=at,
    )
    Reading.objects.bulk_create([reading], ignore_conflicts=True)


def readings_of(case: Application) -> QuerySet[Reading]:
    """The latest first, each with the name of the `office` it was read from."""
    names = Agency.objects.filter(code=OuterRef("unit")).values("name")[:1]
    office = Coalesce(Subquery(names), Value(""), output_field=CharField())
    found = Reading.objects.filter(application=case).annotate(office=office)
    return found.select_related("reader").order_by("-at", "-pk")
