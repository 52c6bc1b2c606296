from django.utils import timezone

from caseflow.applications.following import Follower
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Origin, Verb
from caseflow.issuing import copies, keeping, scans, slips, states
from caseflow.issuing.signing_orders import opening
from caseflow.issuing.states import FORMS_OF_VERB, OFFICES, REVOKING, SIGNED

#: What opens an order to sign, and what withdraws it.
SIGNING = (*SIGNED, *REVOKING)
RESULTS = (Verb.ISSUE, Verb.REISSUE)
#: What may bring scans; those that came with the filing are looked after at the reception.
SCANS = (Verb.ATTACH, Verb.RECEIVE)


def handle(event: Event) -> None:
    """Makes out what the event calls for; fails loudly when the signer does, to be tried again."""
    cases = Application.objects.for_display().select_related(*OFFICES)
    event.application = cases.get(pk=event.application_id)
    if event.verb in SIGNING:
        opening.follow(event, at=timezone.now())
    if event.verb in FORMS_OF_VERB:
        slips.hand_out(event, at=timezone.now())
    if event.verb in RESULTS:
        keeping.keep(event, at=timezone.now())
    if event.verb in SCANS:
        scans.sign_scans(event, at=timezone.now())
    if event.verb == Verb.CERTIFY_COPY:
        copies.make(event, at=timezone.now())


FOLLOWER = Follower(
    name=states.FOLLOWER,
    verbs=frozenset(map(Verb, (*SIGNING, *FORMS_OF_VERB, *RESULTS, *SCANS, Verb.CERTIFY_COPY))),
    origins=frozenset({Origin.LIVE}),
    handle=handle,
)
