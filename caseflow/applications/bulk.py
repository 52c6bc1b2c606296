"""One deed on many files, in the background: chosen, previewed, confirmed once, done one by one.

Each file has a transaction of its own that locks its row, does the deed and writes the outcome: a
worker that dies in it leaves neither, so the next one neither repeats nor skips.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from caseflow.applications import lifecycle, many
from caseflow.applications.actors import Actor
from caseflow.applications.many import Refusal, grouped
from caseflow.applications.models import Application, BulkDeed, BulkItem
from caseflow.applications.permissions import may
from caseflow.applications.refusals import DeedRefused, InputRefused, refuse_unless_possible
from caseflow.applications.states import BulkOutcome, Verb

log = logging.getLogger(__name__)

#: What makes sense with one body for many files; the body is plain JSON.
ALLOWED = (
    Verb.RECEIVE,
    Verb.START_REVIEW,
    Verb.ASSIGN,
    Verb.APPROVE,
    Verb.RETURN_RESULT,
    Verb.STOP,
    Verb.NOTE,
)
TASK = "applications.bulk_deeds"


class UnfitForMany(Exception):
    """This verb is not done to many files at once."""


@dataclass(frozen=True, slots=True)
class Preview:
    possible: int
    refusals: Sequence[Refusal]

    @property
    def refused(self) -> int:
        return sum(refusal.count for refusal in self.refusals)


def choose(verb: Verb, cases: Iterable[int], *, actor: Actor, at: datetime) -> BulkDeed:
    """The caller gives only keys of files that the actor may see."""
    if verb not in ALLOWED:
        raise UnfitForMany(verb)
    return many.choose(BulkDeed(verb=verb, asked_by_id=actor.account), cases, at=at)


def preview(chosen: BulkDeed, *, actor: Actor) -> Preview:
    """What would happen now, as far as rights and machine tell; writes nothing."""
    verb = Verb(chosen.verb)
    cases = Application.objects.filter(pk__in=chosen.items.values("application")).defer("form")
    found = [(obstacle(verb, case, actor), case.number) for case in cases.order_by("pk")]
    refused = [(reason, number) for reason, number in found if reason]
    return Preview(len(found) - len(refused), grouped(refused))


def obstacle(verb: Verb, case: Application, actor: Actor) -> str:
    """Why this person cannot do this to the file as it stands; empty where they can."""
    if not may(actor, verb, case):
        return gettext("Your role may not do this with this application.")
    try:
        refuse_unless_possible(case, verb)
    except DeedRefused as refused:
        return f"{refused} {refused.instead}".strip()
    return ""


def confirm(chosen: BulkDeed, *, inputs: Mapping[str, Any], at: datetime) -> bool:
    return many.confirm(chosen, task=TASK, at=at, inputs=dict(inputs))


def carry_out() -> None:
    """A slice of the bulk deed that has waited longest; asks for the next slice if any is left."""
    seconds = settings.APPLICATIONS_BULK_LEASE_SECONDS
    asked = many.lease(BulkDeed.objects.pending(), seconds=seconds, now=timezone.now())
    if asked is None:
        return
    until = monotonic() + many.SLICE_SECONDS
    while deal_with_next(asked.pk) and monotonic() < until:
        pass
    now = timezone.now()
    BulkDeed.objects.filter(pk=asked.pk).update(leased_until=now)
    many.finish_where_nothing_waits(asked, at=now)
    if BulkDeed.objects.pending().exists():
        many.hint(TASK)


def deal_with_next(asked: int) -> bool:
    """The next file, whole or not at all; False when none is left to this worker."""
    with transaction.atomic():
        waiting = BulkItem.objects.filter(bulk_deed=asked, outcome=BulkOutcome.WAITING)
        rows = waiting.select_for_update(of=("self",), skip_locked=True)
        item = rows.select_related("bulk_deed__asked_by").order_by("place").first()
        if item is None:
            return False
        with override(item.bulk_deed.language):
            item.reason = attempt(item)[:500]
        item.outcome = BulkOutcome.REFUSED if item.reason else BulkOutcome.DONE
        item.dealt_at = timezone.now()
        item.save(update_fields=["outcome", "reason", "dealt_at"])
    return True


def attempt(item: BulkItem) -> str:
    """Does the deed with the rights the asker has now; the reason where it was refused."""
    asked = item.bulk_deed
    verb, person = Verb(asked.verb), asked.asked_by
    actor = Actor.of(person)
    case = Application.objects.lock(item.application_id)
    if not person.is_active or not may(actor, verb, case):
        return gettext("Your role may not do this with this application.")
    try:
        with transaction.atomic():
            lifecycle.VERBS[verb](case.pk, actor=actor, at=timezone.now(), **asked.inputs)
            # What would only fail at the commit would take the outcome with it, for ever again.
            connection.check_constraints()
    except DeedRefused as refused:
        return f"{refused} {refused.instead}".strip()
    except InputRefused as unfit:
        return " ".join(message for said in unfit.fields.values() for message in said)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is: the file shows it, the rest goes on)
        log.warning("%s failed on one file: %s", asked, type(error).__name__)
        return gettext("A fault prevented it: %(kind)s.") % {"kind": type(error).__name__}
    return ""
