from django.utils import timezone

from caseflow.applications.following import Follower
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Origin, Verb
from caseflow.verdicts import examining

NAME = "verdicts"


def handle(event: Event) -> None:
    case = Application.objects.get(pk=event.application_id)
    examining.examine_papers(case, at=timezone.now())


FOLLOWER = Follower(
    name=NAME,
    verbs=frozenset({Verb.FILE, Verb.ATTACH, Verb.SUPPLY}),
    origins=frozenset({Origin.LIVE}),
    handle=handle,
)
