"""Who may give the leader's signature, and how the document names them.

The one who decided signs. While a delegation of that leader is in force, the deputy may sign with
the own certificate, in the leader's name; nobody else can, whatever their role.
"""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caseflow.accounts.models import Role, User
from caseflow.applications.actors import Actor
from caseflow.applications.models import Event
from caseflow.centers.models import Agency
from caseflow.issuing.rendering import Sheet
from caseflow.issuing.signing_orders.models import SigningOrder
from caseflow.issuing.signing_orders.refusing import SigningForbidden
from caseflow.issuing.sources import signer_block
from signatures.backends.base import SigningRefused


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs as leader; `mandate` is the document by which a deputy does."""

    user_id: int
    mandate: str = ""


def leader_of(event: Event) -> int:
    """In whose name it was decided."""
    leader = event.payload.get("on_behalf_of") or event.actor_id
    if leader is None:
        raise LookupError(f"{event} was decided by nobody")
    return int(leader)


def decider_of(event: Event) -> Signatory:
    """With the mandate of that day: the deed was an act of will while it was in force."""
    if event.actor_id is None:
        raise LookupError(f"{event} was decided by nobody")
    return Signatory(event.actor_id, event.payload.get("delegation", ""))


def signatory_for(order: SigningOrder, actor: Actor) -> Signatory:
    """The actor as signatory of this result today; raises `SigningForbidden`."""
    if actor.user_id == order.leader_id:
        if actor.role != Role.LEADER or order.agency_id not in actor.office_ids:
            raise SigningForbidden(
                "not_the_leader_any_more",
                _("Your account does not lead the agency that decided this any more."),
            )
        return Signatory(actor.account)
    held = actor.mandate_at(order.agency_id)
    if held is None or held.leader_id != order.leader_id:
        raise SigningForbidden(
            "not_the_signatory",
            _(
                "Only the leader who decided this may sign it, or a deputy while that leader's "
                "delegation of signing is in force."
            ),
        )
    return Signatory(actor.account, held.document)


def username_of(user_id: int) -> str:
    """The holder under which the key of a person is kept; never that of an agency's seal."""
    name: str = User.objects.values_list("username", flat=True).get(pk=user_id)
    if Agency.objects.filter(code=name).exists():
        raise SigningRefused(
            gettext("The account %(name)s bears the code of an agency; rename it.") % {"name": name}
        )
    return name


def sheet_for(order: SigningOrder, signatory: Signatory) -> Sheet:
    """What is printed when this person signs; the sheet names the one who decided."""
    sheet: Sheet = order.sheet or {}
    if signatory == decider_of(order.event):
        return sheet
    return sheet | {"signer": block_of(order, signatory)}


def block_of(order: SigningOrder, signatory: Signatory) -> dict[str, str]:
    return signer_block(signatory.user_id, mandate=signatory.mandate, leader=order.leader_id)
