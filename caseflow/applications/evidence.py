"""The chain of events of a case: canonical text, hash, append.

Each event's hash covers its own canonical text, and that text names the hash before it. The last
hash stands on the case row, so a cut tail shows too.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from django.utils import timezone

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.states import Verb


def canonical(value: object) -> bytes:
    """JSON with sorted keys and without spaces; give instants in UTC."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)


def digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def salted_digest(value: object, salt: str) -> str:
    """What the chain keeps of words and personal data, so that those can be erased."""
    return digest(salt.encode() + canonical(value))


def new_salt() -> str:
    return secrets.token_hex(16)


def declared_digest(application: Application) -> str:
    """Covers the applicant as declared and the form; void once they are erased."""
    declared = {
        "kind": application.applicant_kind,
        "identity": application.applicant_identity,
        "name": application.applicant_name,
        "birth_date": application.applicant_birth_date,
        "phone": application.applicant_phone,
        "email": application.applicant_email,
        "address": application.applicant_address,
        "form": application.form,
    }
    return salted_digest(declared, application.declared_salt)


def next_event(
    application: Application,
    verb: Verb,
    *,
    from_state: str,
    payload: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    recorded_at: datetime,
) -> Event:
    """The unsaved event that follows; moves the case's sequence and head with it."""
    application.last_sequence += 1
    content = canonical(
        {
            "application": application.number,
            "sequence": application.last_sequence,
            "verb": verb,
            "from": from_state,
            "to": application.state,
            "actor": actor.user_id,
            "role": actor.role,
            "unit": actor.unit,
            "at": at.astimezone(UTC),
            "recorded_at": recorded_at.astimezone(UTC),
            "origin": application.origin,
            "payload": payload,
            "previous": application.head_hash,
        }
    )
    application.head_hash = digest(content)
    return Event(
        application=application,
        sequence=application.last_sequence,
        verb=verb,
        from_state=from_state,
        to_state=application.state,
        actor_id=actor.user_id,
        actor_role=actor.role,
        actor_unit=actor.unit,
        at=at,
        recorded_at=recorded_at,
        origin=application.origin,
        content=content.decode(),
        hash=application.head_hash,
    )


def said_and_done(
    application: Application,
    verb: Verb,
    *,
    from_state: str,
    payload: Mapping[str, Any],
    said: object,
    actor: Actor,
    at: datetime,
    recorded_at: datetime,
) -> tuple[Event, Statement | None]:
    """The next event and, where words were said, their erasable row; both unsaved."""
    salt = new_salt() if said else ""
    event = next_event(
        application,
        verb,
        from_state=from_state,
        payload={**payload, "said": salted_digest(said, salt)} if said else payload,
        actor=actor,
        at=at,
        recorded_at=recorded_at,
    )
    return event, Statement(event=event, salt=salt, body=said) if said else None


def append(
    application: Application,
    verb: Verb,
    *,
    from_state: str,
    payload: Mapping[str, Any],
    said: object = None,
    actor: Actor,
    at: datetime,
) -> Event:
    """Saves the case and its next event, with the words said, in the caller's transaction."""
    event, statement = said_and_done(
        application,
        verb,
        from_state=from_state,
        payload=payload,
        said=said,
        actor=actor,
        at=at,
        recorded_at=timezone.now(),
    )
    application.save()
    event.application = application
    event.save(force_insert=True)
    if statement:
        statement.event = event
        statement.save(force_insert=True)
    return event
