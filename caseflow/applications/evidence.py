"""The chain of events of a case: canonical text, hash, append.

Each event's hash covers its own canonical text, and that text names the hash before it. The last
hash stands on the case row, so a cut tail shows too.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from django.utils import timezone

from caseflow.applications import rows
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.states import Origin, Verb


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


def declared_in(application: Application) -> dict[str, Any]:
    """The applicant as declared and the form; empty once they are erased."""
    return {
        "kind": application.applicant_kind,
        "identity": application.applicant_identity,
        "name": application.applicant_name,
        "birth_date": application.applicant_birth_date,
        "phone": application.applicant_phone,
        "email": application.applicant_email,
        "address": application.applicant_address,
        "form": application.form,
    }


def declared_digest(application: Application) -> str:
    return salted_digest(declared_in(application), application.declared_salt)


class Entry(NamedTuple):
    """The columns of an event to come; a tuple, because history is written by the million."""

    sequence: int
    verb: str
    from_state: str
    to_state: str
    actor_id: int | None
    actor_role: str
    actor_unit: str
    at: datetime
    recorded_at: datetime
    origin: str
    content: str
    hash: str


class Words(NamedTuple):
    """What was said with a deed, and the salt of its digest in the chain."""

    salt: str
    body: object


def canonical_content(
    *,
    number: str,
    sequence: int,
    verb: str,
    from_state: str,
    to_state: str,
    actor_id: int | None,
    role: str,
    unit: str,
    at: datetime,
    recorded_at: datetime,
    origin: str,
    payload: Mapping[str, Any],
    previous: str,
) -> bytes:
    """What the hash of an event covers; the same columns and facts always give the same text."""
    return canonical(
        {
            "application": number,
            "sequence": sequence,
            "verb": verb,
            "from": from_state,
            "to": to_state,
            "actor": actor_id,
            "role": role,
            "unit": unit,
            "at": at.astimezone(UTC),
            "recorded_at": recorded_at.astimezone(UTC),
            "origin": origin,
            "payload": payload,
            "previous": previous,
        }
    )


def next_entry(
    application: Application,
    verb: Verb,
    *,
    from_state: str,
    payload: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    recorded_at: datetime,
    origin: str,
) -> Entry:
    """What follows in the chain; moves the case's sequence and head with it."""
    application.last_sequence += 1
    content = canonical_content(
        number=application.number,
        sequence=application.last_sequence,
        verb=verb,
        from_state=from_state,
        to_state=application.state,
        actor_id=actor.user_id,
        role=actor.role,
        unit=actor.unit,
        at=at,
        recorded_at=recorded_at,
        origin=origin,
        payload=payload,
        previous=application.head_hash,
    )
    application.head_hash = digest(content)
    return Entry(
        application.last_sequence,
        verb,
        from_state,
        application.state,
        actor.user_id,
        actor.role,
        actor.unit,
        at,
        recorded_at,
        origin,
        content.decode(),
        application.head_hash,
    )


def salted(said: object) -> tuple[Words | None, dict[str, str]]:
    """The words with a fresh salt, and what the chain keeps of them."""
    if not said:
        return None, {}
    words = Words(new_salt(), said)
    return words, {"said": salted_digest(words.body, words.salt)}


def append(
    application: Application,
    verb: Verb,
    *,
    from_state: str,
    payload: Mapping[str, Any],
    said: object = None,
    actor: Actor,
    at: datetime,
    origin: str = Origin.LIVE,
) -> Event:
    """Saves the case and its next event, with the words said, in the caller's transaction.

    A deed of today is live, wherever the file it is done on came from.
    """
    words, kept = salted(said)
    entry = next_entry(
        application,
        verb,
        from_state=from_state,
        payload={**payload, **kept},
        actor=actor,
        at=at,
        recorded_at=timezone.now(),
        origin=origin,
    )
    rows.save(application)
    event = Event(application=application, **entry._asdict())
    rows.save(event)
    if words:
        Statement.objects.create(event=event, salt=words.salt, body=words.body)
    return event
