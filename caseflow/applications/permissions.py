"""Who may do which deed (contract, "Verbs"); asked at the door, answered 403."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from caseflow.accounts.models import Role
from caseflow.applications.actors import SYSTEM, Actor
from caseflow.applications.models import Application
from caseflow.applications.refusals import possible_verbs
from caseflow.applications.states import Assistance, Verb
from caseflow.centers.delegations import Delegation

Right = Callable[[Actor, Application], bool]


def system(actor: Actor, _case: Application) -> bool:
    return actor.role == SYSTEM


def receiving_clerk(actor: Actor, case: Application) -> bool:
    return actor.role == Role.CLERK and case.receiving_center_id in actor.office_ids


def returning_clerk(actor: Actor, case: Application) -> bool:
    return actor.role == Role.CLERK and case.returning_center_id in actor.office_ids


def deciding_officer(actor: Actor, case: Application) -> bool:
    return actor.role == Role.OFFICER and case.deciding_agency_id in actor.office_ids


def deciding_leader(actor: Actor, case: Application) -> bool:
    return actor.role == Role.LEADER and case.deciding_agency_id in actor.office_ids


def at_deciding_agency(actor: Actor, case: Application) -> bool:
    """An officer of the deciding agency, or a clerk of its own centre."""
    is_one = actor.role in (Role.OFFICER, Role.CLERK)
    return is_one and case.deciding_agency_id in actor.office_ids


def delegate(actor: Actor, case: Application) -> bool:
    """Signs for the leader of the deciding agency while a delegation is in force."""
    return actor.mandate_at(case.deciding_agency_id) is not None


def assigned_officer(actor: Actor, case: Application) -> bool:
    return deciding_officer(actor, case) and case.officer_id == actor.user_id


def consulted(actor: Actor, case: Application) -> bool:
    """Works for an agency whose answer is awaited."""
    if not (actor.is_staff and case.consultations_open):
        return False
    return case.consultations.asked_of(actor.office_ids).filter(answered=None).exists()


def handler(actor: Actor, case: Application) -> bool:
    offices = {case.receiving_center_id, case.deciding_agency_id, case.returning_center_id}
    return actor.is_staff and not offices.isdisjoint(actor.office_ids)


def applicant(actor: Actor, case: Application) -> bool:
    """Whose file it is: linked to this person, or naming them as they were identified."""
    if actor.citizen_id is None:
        return False
    is_named = (case.applicant_identity, case.applicant_birth_date) == (actor.identity, actor.born)
    return case.applicant_id == actor.citizen_id or is_named


def representative(actor: Actor, case: Application) -> bool:
    """May act for the applicant in this procedure today; see `Actor.acting_on`."""
    number = case.applicant_identity
    return any(
        held.identity == number and held.covers(case.procedure.code) for held in actor.principals
    )


def submitter(actor: Actor, case: Application) -> bool:
    """Filed it in an own name for somebody else; a helper did not, and a representative's right
    ends with the representation."""
    is_own = case.assistance == Assistance.SELF and not case.erased_at
    if case.submitted_by_id != actor.user_id or is_own:
        return False
    return not hasattr(case, "helper_session")


def owner(actor: Actor, case: Application) -> bool:
    """The applicant, who may act for them, or the citizen who filed for them."""
    if actor.role != Role.CITIZEN:
        return False
    return applicant(actor, case) or representative(actor, case) or submitter(actor, case)


RIGHTS: dict[Verb, tuple[Right, ...]] = {
    Verb.RECEIVE: (receiving_clerk,),
    Verb.REFUSE: (receiving_clerk,),
    Verb.REQUEST_SUPPLEMENT: (receiving_clerk, deciding_officer),
    Verb.SUPPLY: (owner, receiving_clerk),
    Verb.START_REVIEW: (receiving_clerk, deciding_officer),
    Verb.PROPOSE: (deciding_officer,),
    Verb.CONSULT: (deciding_officer,),
    Verb.ANSWER_CONSULTATION: (consulted,),
    Verb.REQUEST_PAYMENT: (deciding_officer,),
    Verb.PAY: (receiving_clerk, system),
    Verb.EXTEND: (deciding_leader, delegate),
    Verb.AGREE_EXTENSION: (deciding_leader, delegate),
    Verb.APPROVE: (deciding_leader, delegate),
    Verb.REJECT: (deciding_leader, delegate),
    Verb.REVOKE_DECISION: (deciding_leader,),
    Verb.ISSUE: (system,),
    Verb.RETURN_RESULT: (returning_clerk, system),
    Verb.WITHDRAW: (owner,),
    Verb.STOP: (receiving_clerk, deciding_leader, system),
    Verb.RESCHEDULE: (system,),
    Verb.TRANSFER: (receiving_clerk, deciding_leader),
    Verb.ASSIGN: (receiving_clerk, deciding_leader),
    Verb.RELEASE: (receiving_clerk, deciding_leader, assigned_officer),
    Verb.NOTE: (handler,),
    Verb.ATTACH: (owner, receiving_clerk, deciding_officer),
    Verb.RATE: (owner,),
    Verb.OBJECT: (applicant, representative),
    Verb.SEND_PAPER: (receiving_clerk,),
    Verb.RECEIVE_PAPER: (at_deciding_agency,),
    Verb.CORRECT: (owner, returning_clerk),
    Verb.CLOSE_CORRECTION: (returning_clerk, deciding_officer, deciding_leader),
    Verb.AMEND: (deciding_leader, delegate),
    Verb.REVOKE_AMENDMENT: (deciding_leader, delegate),
    Verb.REISSUE: (system,),
    Verb.DELIVER: (returning_clerk, system),
    Verb.CERTIFY_COPY: (deciding_leader, delegate),
}


def may_file(actor: Actor) -> bool:
    """In the own name or for somebody; officers and leaders decide what others file."""
    return actor.role in (Role.CITIZEN, Role.CLERK)


def may_turn_away(actor: Actor) -> bool:
    """At the own counter, before anything was filed."""
    return actor.role == Role.CLERK


def handles(actor: Actor, case: Application) -> bool:
    """Who may read personal data: the owner, and the offices that handle the case."""
    return owner(actor, case) or handler(actor, case)


def may(actor: Actor, verb: Verb, case: Application) -> bool:
    return any(right(actor, case) for right in RIGHTS[verb])


def why_not(actor: Actor, verb: Verb, case: Application) -> str:
    """More than "your role may not do this", where there is more to say; else nothing."""
    if delegate not in RIGHTS[verb] or not actor.is_staff:
        return ""
    held = Delegation.objects.filter(deputy=actor.user_id, agency=case.deciding_agency_id)
    nearest = held.order_by("-last_day").first()
    if nearest is None:
        return ""
    return _(
        "Your delegation %(document)s holds from %(first)s to %(last)s; outside these days "
        "only the leader may do this."
    ) % {
        "document": nearest.document,
        "first": f"{nearest.first_day:%d/%m/%Y}",
        "last": f"{nearest.last_day:%d/%m/%Y}",
    }


def deeds_open_to(actor: Actor, case: Application) -> list[Verb]:
    """What this person can do with this case now; attaching has a resource of its own."""
    named = [verb for verb in RIGHTS if verb != Verb.ATTACH]
    return possible_verbs(case, [verb for verb in named if may(actor, verb, case)])
