from django.utils import timezone

from caseflow.applications.following import Follower
from caseflow.applications.models import Event
from caseflow.applications.states import Origin, Verb
from caseflow.notices import telling
from caseflow.notices.occasions import QUIET


def handle(event: Event) -> None:
    telling.tell_citizens(event, at=timezone.now())


FOLLOWER = Follower(
    name="notices",
    verbs=frozenset(verb for verb in Verb if verb not in QUIET),
    origins=frozenset({Origin.LIVE}),
    handle=handle,
)
