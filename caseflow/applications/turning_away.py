"""A visit that does not become a file: what was brought is refused at the counter at once."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from caseflow.applications import filing, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application


@transaction.atomic
def turn_away(
    submission: filing.Submission,
    *,
    actor: Actor,
    at: datetime,
    reason: str,
    key: filing.Key | None = None,
) -> Application:
    """Numbered and refused in one act, so that slip 03, register and count have it like any other.

    Nothing was handed in, so the form is not held to the schema. A second call with the same key
    finds the first one's case.
    """
    case = filing.file(replace(submission, handed_in=False), actor=actor, at=at, key=key)
    if case.filed_at != at:
        return case
    return lifecycle.refuse(case.pk, actor=actor, at=at, reason=reason)
