"""How the seals follow the log: each new event says that its case awaits the seal of its day."""

from collections.abc import Sequence

from django.conf import settings
from django.db import connection

from caseflow.applications.following import Follower
from caseflow.applications.models import Event
from caseflow.applications.states import Origin, Verb

NOTE = """
INSERT INTO sealing_pending (day, application_id)
SELECT DISTINCT (recorded_at AT TIME ZONE %s)::date, application_id
FROM applications_event WHERE id = ANY (%s::bigint[])
ORDER BY 1, 2
ON CONFLICT DO NOTHING
"""


def note_pending(events: Sequence[Event]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [settings.TIME_ZONE, [event.pk for event in events]])


FOLLOWER = Follower(
    name="sealing",
    verbs=frozenset(Verb),
    origins=frozenset(Origin),
    fold=note_pending,
)
