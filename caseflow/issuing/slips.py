"""Slips: the papers that a deed of the office calls for, each made once per event."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from caseflow.applications.models import Application, Cursor, Event, Job
from caseflow.applications.states import Origin, State, Verb
from caseflow.issuing import registering, rendering, sheets
from caseflow.issuing.models import Slip
from caseflow.issuing.states import FOLLOWER, FORMS_OF_VERB, NUMBER_SUFFIX, Form
from signatures.digests import digest_of


def called_for(event: Event) -> Iterator[Form]:
    """What has to be made out because of this event of a live file."""
    was_received = event.application.received_at is not None
    for form in FORMS_OF_VERB.get(event.verb, ()):
        if form == Form.RECEIPT and event.verb != Verb.RECEIVE:
            # A new appointment needs a new slip; where no date is set, the old one stands.
            is_due = bool(event.payload.get("due_at"))
        elif form == Form.CONTROL or event.verb == Verb.WITHDRAW:
            # What never was received was handed to nobody, and its end needs no notice.
            is_due = was_received and event.from_state != State.FILED
        else:
            is_due = True
        if is_due:
            yield form


def being_made(case: Application, kept: Iterable[Slip]) -> list[tuple[Event, Form]]:
    """The slips that deeds called for and no worker has made yet."""
    finished = {(slip.event_id, slip.form) for slip in kept}
    events = Event.objects.of(case).filter(origin=Origin.LIVE, verb__in=FORMS_OF_VERB)
    missing = []
    for event in events:
        event.application = case
        missing += [(event, f) for f in called_for(event) if (event.pk, f) not in finished]
    if not missing:
        return []
    ahead = waiting_for_worker([event for event, _form in missing])
    return [(event, form) for event, form in missing if event.pk in ahead]


def waiting_for_worker(events: list[Event]) -> set[int]:
    """Those that the follower has a job for, or has not come to; what it passed by stays so."""
    jobs = Job.objects.filter(follower=FOLLOWER, event__in=events)
    done = dict(jobs.values_list("event", "done_at"))
    cursor = Cursor.objects.filter(follower=FOLLOWER).first()
    place = (cursor.transaction_id, cursor.event_id) if cursor else (0, 0)
    return {
        event.pk
        for event in events
        if (done[event.pk] is None if event.pk in done else place_of(event) > place)
    }


def place_of(event: Event) -> tuple[int, int]:
    return event.transaction_id, event.pk


def hand_out(event: Event, *, at: datetime) -> list[Slip]:
    """The slips of this event: those first kept, however often it is asked."""
    if event.verb == Verb.RECEIVE:
        registering.enter(event)
    return [slip_of(event, form, at=at) for form in called_for(event)]


def slip_of(event: Event, form: Form, *, at: datetime) -> Slip:
    if kept := Slip.objects.filter(event=event, form=form).first():
        return kept
    number = number_of(event, form)
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


def number_of(event: Event, form: Form) -> str:
    return f"{event.application.number}.{event.sequence}/{NUMBER_SUFFIX[form]}"


def control_slip(case: Application) -> bytes:
    """How the file went up to its last event; kept by nobody until the case ends."""
    last = Event.objects.of(case).get(sequence=case.last_sequence)
    last.application = case
    sheet = sheets.slip(last, form=Form.CONTROL, number=number_of(last, Form.CONTROL))
    return rendering.render(f"form_{Form.CONTROL}", sheet)


def keep(slip: Slip, document: bytes) -> Slip:
    slip.file.save("slip.pdf", ContentFile(document), save=False)
    try:
        with transaction.atomic():
            slip.save(force_insert=True)
    except IntegrityError:
        slip.file.delete(save=False)
        return Slip.objects.get(event=slip.event, form=slip.form)
    return slip
