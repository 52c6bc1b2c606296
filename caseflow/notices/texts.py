"""The texts of notices: as shipped, as an administrator changed them, and which one holds."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import Verb
from caseflow.notices.composing import UnknownPlaceholder, faults, fill, one_line
from caseflow.notices.models import Wording

log = logging.getLogger(__name__)

FRAME, MOVED, RECEPTION_MOVED = "frame", "moved", "reschedule_reception"
OF_DEED = frozenset(
    {
        *("number", "procedure", "agency", "office", "done_at", "filed_at", "received_at"),
        *("reception_due_at", "due_at", "state", "next_step", "details", "amount", "link"),
    }
)
#: What Decree 224/2026 art 15 wants every notice to say, and the way to look it up; and a code.
NEEDED: dict[str, dict[str, tuple[str, ...]]] = {
    FRAME: {"body": ("text", "number", "agency", "office", "done_at", "link")},
    "helper_code": {"body": ("code",), "short": ("code",)},
}
#: Texts that stand for themselves, and what they may name.
UNFRAMED = {
    "reception_waits": frozenset({"count", "hours", "files"}),
    "due_soon": frozenset({"count", "day", "office", "files", "link"}),
    "answer_overdue": frozenset({"number", "asked", "answer_by"}),
    "helper_code": frozenset({"code", "helper", "until"}),
    "report": frozenset(
        {"report", "place", "first", "last", "figures", "file", "link", "unsubscribe"}
    ),
}


@dataclass(frozen=True, slots=True)
class Text:
    """`number` 0 is the shipped text."""

    key: str
    language: str
    number: int
    subject: str
    body: str
    short: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A text with its values; `number` says which version of it was used."""

    key: str
    number: int
    subject: str
    body: str
    short: str


@lru_cache
def shipped() -> dict[tuple[str, str], Text]:
    file = Path(__file__).with_name("texts.yaml")
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {
        (key, language): Text(key, language, 0, *(parts.get(name, "") for name in PARTS))
        for key, languages in entries.items()
        for language, parts in languages.items()
    }


PARTS = ("subject", "body", "short")


def names() -> list[str]:
    """In the order of the shipped file."""
    return list(dict.fromkeys(key for key, _language in shipped()))


def placeholders(key: str) -> frozenset[str]:
    """What this text may name."""
    return OF_DEED | {"text"} if key == FRAME else UNFRAMED.get(key, OF_DEED)


def in_force(wanted: list[str], language: str) -> dict[str, Text]:
    """One query, however many texts are wanted."""
    texts = {key: shipped()[key, language] for key in wanted}
    for row in Wording.objects.in_force(wanted, language):
        texts[row.key] = Text(row.key, language, row.number, row.subject, row.body, row.short)
    return texts


def compose(key: str, language: str, values: Mapping[str, str]) -> Composed:
    """The text in force; the shipped one where what was stored cannot be used."""
    framed = key not in UNFRAMED
    wanted = [key, FRAME] if framed else [key]
    texts = in_force(wanted, language)
    try:
        return composed(texts, key, values)
    except UnknownPlaceholder as unknown:
        log.warning("The text %s (%s) names an unknown {%s}", key, language, unknown)
        return composed({name: shipped()[name, language] for name in wanted}, key, values)


def composed(texts: Mapping[str, Text], key: str, values: Mapping[str, str]) -> Composed:
    text = texts[key]
    body = fill(text.body, values)
    if FRAME in texts:
        body = fill(texts[FRAME].body, {**values, "text": body})
    subject = one_line(fill(text.subject, values))[:200]
    return Composed(key, text.number, subject, body, one_line(fill(text.short, values)))


def text_faults(key: str, parts: Mapping[str, str]) -> dict[str, list[str]]:
    """What has to be mended before these parts can be a text; empty when they can."""
    known = placeholders(key)
    needed = NEEDED.get(key, {})
    found = {
        name: faults(parts.get(name, ""), known, needed=needed.get(name, ())) for name in PARTS
    }
    return {name: said for name, said in found.items() if said}


class Overtaken(Exception):
    """Somebody else changed the text since it was read."""


def change(
    key: str,
    language: str,
    parts: Mapping[str, str],
    *,
    seen: int,
    by: int,
    at: datetime,
    is_shipped: bool = False,
) -> Wording:
    """The version after the one that was seen (0: none yet)."""
    try:
        with transaction.atomic():
            wording: Wording = Wording.objects.create(
                key=key,
                language=language,
                number=seen + 1,
                is_shipped=is_shipped,
                changed_by_id=by,
                changed_at=at,
                **{name: parts.get(name, "") for name in PARTS},
            )
    except IntegrityError:
        raise Overtaken from None
    return wording


def restore(key: str, language: str, *, seen: int, by: int, at: datetime) -> Wording:
    """The shipped text again, as a version of its own."""
    text = shipped()[key, language]
    parts = {name: getattr(text, name) for name in PARTS}
    return change(key, language, parts, seen=seen, by=by, at=at, is_shipped=True)


def label_of(key: str) -> str:
    """What a text is about, in the reader's language."""
    if key in Verb.values:
        return str(Verb(key).label)
    return str(LABELS.get(key, key))


LABELS: dict[str, Promise] = {
    FRAME: _("frame around every notice of a deed"),
    MOVED: _("any other change of state"),
    RECEPTION_MOVED: _("move the time of reception by a new calendar"),
    "reception_waits": _("reminder: waiting for reception"),
    "due_soon": _("reminder: due soon"),
    "answer_overdue": _("reminder: answer overdue"),
    "helper_code": _("code for a helper"),
    "report": _("report by e-mail"),
}


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]
