"""Looking for viruses, through whichever scanner a setting names, until there is an answer.

Nobody but the sender gets a file before that; an infected one stays, and is never handed out.
"""

import logging
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from caseflow.applications.models import Document
from caseflow.applications.papers.refusing import PaperWithheld
from caseflow.applications.papers.scanners.base import Scanner, ScannerAway, ScannerRefused
from caseflow.applications.states import Check

log = logging.getLogger(__name__)
BATCH = 200


def is_scanning() -> bool:
    return bool(settings.APPLICATIONS_SCANNER)


def scanner() -> Scanner:
    chosen: Scanner = import_string(settings.APPLICATIONS_SCANNER)()
    return chosen


def waiting() -> QuerySet[Document]:
    return Document.objects.filter(check_state=Check.UNCHECKED, file__gt="")


def check_waiting(*, at: datetime) -> int:
    """Asks about every file nobody has looked at; how many were answered.

    A scanner that is away ends the round, and the next one tries again; one that refuses a
    single file leaves it unchecked with the reason, and goes on.
    """
    if not is_scanning():
        return 0
    asking, answered, last = scanner(), 0, 0
    while batch := list(waiting().filter(pk__gt=last).order_by("pk")[:BATCH]):
        for document in batch:
            try:
                answered += check(document, asking, at=at)
            except ScannerAway as away:
                log.warning("The virus scanner is away, %s: will try again", away)
                return answered
        last = batch[-1].pk
    return answered


def check(document: Document, asking: Scanner, *, at: datetime) -> bool:
    try:
        with document.file.open("rb") as content:
            found = asking.scan(content)
    except ScannerRefused as refused:
        note(document, check_note=str(refused)[:200])
        return False
    state = Check.INFECTED if found else Check.CLEAN
    note(document, check_state=state, check_note=found[:200], checked_at=at)
    return True


def note(document: Document, **columns: object) -> None:
    """Only while nobody has answered meanwhile: a verdict is never taken back."""
    waiting().filter(pk=document.pk).update(**columns)


def refuse_unless_clean(document: Document, *, asked_by: int | None) -> None:
    """Raises `PaperWithheld`; who sent a file may have it back before it was looked at."""
    if document.check_state == Check.INFECTED:
        raise PaperWithheld(
            "infected",
            _("A virus was found in this file (%(name)s); it is kept apart. Ask for another copy.")
            % {"name": document.check_note},
        )
    is_open = document.check_state == Check.CLEAN or document.uploaded_by_id == asked_by
    if is_scanning() and not is_open:
        raise PaperWithheld(
            "not_checked",
            _("This file has not been checked for viruses yet; try again in a few minutes."),
        )


def hint() -> None:
    """A message now, so that nobody waits for the sweep; without a broker the sweep comes."""
    try:
        current_app.send_task("applications.check_papers")
    except (OperationalError, RedisError, OSError) as error:
        log.warning("No hint to check papers was sent: %s", type(error).__name__)


def hint_after_commit() -> None:
    if is_scanning():
        transaction.on_commit(hint, robust=True)
