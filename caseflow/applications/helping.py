"""Help with a one-time code: a helper files one file for the person who gave them the code.

Whoever asks learns nothing about the person: any number is answered alike, and the code goes
only to the person's own account or, without one, to the telephone they named.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.accounts.models import Role
from caseflow.applications.actors import HELPER, Actor
from caseflow.applications.models import Application, HelperSession
from caseflow.applications.refusals import FilingRefused
from caseflow.applications.states import ApplicantKind, Help
from caseflow.centers.models import TeamMember
from citizens.identity import masked
from citizens.models import Citizen, Representation


class NotAHelper(Exception):
    """Neither a clerk in service nor a member of a community team on that day."""


class HelpRefused(Exception):
    """The session does not allow this any more, or not yet; `rule` is its code."""

    def __init__(self, rule: str, message: str | Promise) -> None:
        super().__init__(str(message))
        self.rule, self.message = rule, message


class WrongCode(Exception):
    """The code is not the one that was sent; `left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


REFUSALS: dict[Help, Promise] = {
    Help.ASKED: gettext_lazy("The person has not given the code yet."),
    Help.OPEN: gettext_lazy("The code was given before; file with this session."),
    Help.USED: gettext_lazy("One application was filed with this session; ask for a new one."),
    Help.ENDED: gettext_lazy("This session was ended; ask for a new one."),
    Help.LOCKED: gettext_lazy("Too many wrong codes; ask for a new session."),
    Help.EXPIRED: gettext_lazy("The time of this session is over; ask for a new one."),
}


@dataclass(frozen=True, slots=True)
class Place:
    """For whom a helper helps: a centre, or a community team."""

    office_id: int | None = None
    team_id: int | None = None
    #: The identifier of the centre, or the code of the team's commune.
    code: str = ""


def place_of(actor: Actor, *, on: date) -> Place:
    """Raises `NotAHelper` for who may not help on that day."""
    if actor.role == Role.CLERK and actor.office_ids:
        return Place(office_id=actor.office_ids[0], code=actor.unit)
    member = TeamMember.objects.serving(actor.account, on=on).first()
    if member is None:
        raise NotAHelper
    return Place(team_id=member.team_id, code=member.team.unit.code)


def ask(*, actor: Actor, identity: str, phone: str = "", at: datetime) -> HelperSession:
    """A session that waits for the code of the person with this number."""
    place = place_of(actor, on=day_of(at))
    citizen = Citizen.objects.filter(identity_number=identity, account__is_active=True).first()
    session = HelperSession(
        helper_id=actor.account,
        office_id=place.office_id,
        team_id=place.team_id,
        citizen=citizen,
        phone="" if citizen else phone,
        identity_masked=masked(identity),
        asked_at=at,
        code_expires_at=at + timedelta(minutes=settings.APPLICATIONS_HELP_CODE_MINUTES),
    )
    session.identity_digest = session.keyed(identity)
    session.save()
    return session


def open_with(asked: HelperSession, *, code: str, actor: Actor, at: datetime) -> HelperSession:
    """Wrong codes are counted, whatever becomes of the request that brought them."""
    place_of(actor, on=day_of(at))
    with transaction.atomic():
        session = HelperSession.objects.lock(asked.pk)
        refuse_unless(Help.ASKED, session, at)
        if session.fits(digits(code)):
            session.opened_at = at
            session.expires_at = at + timedelta(minutes=settings.APPLICATIONS_HELP_MINUTES)
        else:
            session.tries += 1
        session.save(update_fields=["opened_at", "expires_at", "tries"])
    if session.opened_at is None:
        raise WrongCode(settings.APPLICATIONS_HELP_CODE_TRIES - session.tries)
    return session


def end(session: HelperSession, *, at: datetime) -> None:
    """By the helper or the person; what was filed stays filed."""
    HelperSession.objects.filter(pk=session.pk, application=None, ended_at=None).update(ended_at=at)


def refuse_unless(state: Help, session: HelperSession, at: datetime) -> None:
    stands = session.state(at)
    if stands != state:
        raise HelpRefused(f"help_{stands}", REFUSALS[stands])


def session_for_filing(reference: UUID, *, actor: Actor, at: datetime) -> HelperSession:
    """The helper's own open session; `hold` asks again under a lock."""
    place_of(actor, on=day_of(at))
    sessions = HelperSession.objects.for_display()
    session = sessions.filter(reference=reference, helper=actor.user_id).first()
    if session is None:
        raise HelpRefused("help_unknown", _("You have no such session; ask for a new one."))
    refuse_unless(Help.OPEN, session, at)
    return session


def person_behind(session: HelperSession) -> Actor:
    """Who files with the helper's hands; without an account, a person we know nothing of."""
    if session.citizen and session.citizen.account:
        return Actor.of(session.citizen.account)
    return Actor(user_id=session.helper_id, role=Role.CITIZEN)


def refuse_other_person(
    session: HelperSession, *, kind: str, number: str, phone: str, procedure: str, on: date
) -> None:
    """The code opens one file of who gave it, or of whom that person may act for."""
    if session.is_for(number) and kind == ApplicantKind.PERSON:
        if session.citizen_id or digits(phone) == digits(session.phone):
            return
        message = _("Give the telephone number to which the code was sent.")
        raise FilingRefused({"applicant.phone": [message]})
    acting = session.citizen_id
    if not (acting and Representation.objects.allows(acting, number, procedure=procedure, on=on)):
        message = _("The code was given for another person; ask this one for a code.")
        raise FilingRefused({"applicant.identity_number": [message]})


def digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def helper_in(session: HelperSession) -> Actor:
    """How the helper stands in the chain."""
    place = session.office.code if session.office else session.team.unit.code  # type: ignore[union-attr]
    return Actor(user_id=session.helper_id, role=HELPER, unit=place)


def hold(session: HelperSession, *, at: datetime) -> None:
    """For the transaction that files: whoever waited here finds the session used."""
    refuse_unless(Help.OPEN, HelperSession.objects.lock(session.pk), at)


def use(session: HelperSession, case: Application) -> None:
    """The session's one file."""
    session.application = case
    session.save(update_fields=["application"])


def facts(session: HelperSession) -> Mapping[str, Any]:
    """What the chain keeps: the session, who helped for whom, and how the person was reached."""
    return {
        "session": str(session.reference),
        "helper": session.helper_id,
        "team": session.team_id,
        "reached_by": "account" if session.citizen_id else "phone",
    }


def day_of(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())
