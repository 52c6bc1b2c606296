from django.utils import timezone

from caseflow.applications.following import Follower
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Origin, Verb
from caseflow.issuing import keeping, results, slips, states
from caseflow.issuing.states import DECISIONS, FORMS_OF_VERB


def handle(event: Event) -> None:
    """Makes out what the event calls for; fails loudly when the signer does, to be tried again."""
    cases = Application.objects.for_display().select_related(*OFFICES)
    event.application = cases.get(pk=event.application_id)
    if event.verb in DECISIONS:
        results.issue(event, at=timezone.now())
    if event.verb in FORMS_OF_VERB:
        slips.hand_out(event, at=timezone.now())
    if event.verb == Verb.ISSUE:
        keeping.keep(event, at=timezone.now())


OFFICES = (
    "receiving_center__parent",
    "receiving_center__unit",
    "deciding_agency__parent",
    "deciding_agency__unit",
    "returning_center",
)

FOLLOWER = Follower(
    name=states.FOLLOWER,
    verbs=frozenset(map(Verb, (*DECISIONS, *FORMS_OF_VERB, Verb.ISSUE))),
    origins=frozenset({Origin.LIVE}),
    handle=handle,
)
