"""Slips: the paper that a deed of the office calls for, made once per event."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from caseflow.applications.models import Event
from caseflow.issuing import rendering, sheets
from caseflow.issuing.models import Slip
from caseflow.issuing.states import FORM_OF_VERB, NUMBER_SUFFIX
from signatures.models import digest_of


def hand_out(event: Event, *, at: datetime) -> Slip:
    """The slip of this event: the first that was kept, however often it is asked."""
    form = FORM_OF_VERB[event.verb]
    if kept := Slip.objects.filter(event=event, form=form).first():
        return kept
    number = f"{event.application.number}.{event.sequence}/{NUMBER_SUFFIX[form]}"
    sheet = sheets.slip(event, form=form, number=number)
    document = rendering.render(f"form_{form}", sheet)
    slip = Slip(
        application=event.application,
        event=event,
        form=form,
        number=number,
        digest=digest_of(document),
        size=len(document),
        sheet=sheet,
        made_at=at,
    )
    return keep(slip, document)


def keep(slip: Slip, document: bytes) -> Slip:
    slip.file.save("slip.pdf", ContentFile(document), save=False)
    try:
        with transaction.atomic():
            slip.save(force_insert=True)
    except IntegrityError:
        slip.file.delete(save=False)
        return Slip.objects.get(event=slip.event, form=slip.form)
    return slip
