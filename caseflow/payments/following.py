from caseflow.applications.following import Follower
from caseflow.applications.models import Event
from caseflow.applications.states import Origin
from caseflow.payments import ordering


def handle(event: Event) -> None:
    ordering.keep_up(event.application_id)


FOLLOWER = Follower(
    name="payments",
    verbs=frozenset(ordering.FOLLOWED),
    origins=frozenset({Origin.LIVE}),
    handle=handle,
)
