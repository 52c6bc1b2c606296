"""What happened to a file since somebody opened it, told in one sentence."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from caseflow.accounts.models import OFFICE_ROLES
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Verb
from caseflow.desk.casefile import at_office, office_names, role_name


def since(case: Application, seen: int) -> Sequence[Event]:
    later = Event.objects.of(case).filter(sequence__gt=seen)
    return list(later.select_related("actor"))


def told(events: Iterable[Event]) -> str:
    found = list(events)
    offices = office_names(found)
    return "; ".join(
        _("%(verb)s, by %(who)s, at %(at)s")
        % {
            "verb": Verb(event.verb).label,
            "who": who_did(event, offices.get(event.actor_unit, "")),
            "at": at_office(event.at),
        }
        for event in found
    )


def who_did(event: Event, office: str) -> str:
    """Colleagues by name; of a citizen only that it was one."""
    person = event.actor
    names_them = person is not None and event.actor_role in OFFICE_ROLES
    name = (person.get_full_name() or person.username) if person and names_them else ""
    return " ".join(part for part in (role_name(event.actor_role), name, office) if part)
