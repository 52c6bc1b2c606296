"""What a signature says of itself; in the language of the state, as the papers are."""

from caseflow.accounts.models import User
from caseflow.centers.models import Officer
from caseflow.issuing.signing_orders.models import SigningOrder
from caseflow.issuing.signing_orders.signatories import Signatory, signer_block, username_of
from caseflow.issuing.states import Step
from signatures.signing import Appearance

REASONS = {
    Step.DRAFTER: "Soạn thảo kết quả giải quyết thủ tục hành chính",
    Step.LEADER: "Trả kết quả giải quyết thủ tục hành chính",
    Step.SEAL: "Dấu của cơ quan ban hành kết quả",
}


def reason(step: Step, order: SigningOrder, signatory: Signatory) -> str:
    """A deputy's signature says in whose name it was given, and by which document."""
    if step != Step.LEADER or not signatory.mandate:
        return REASONS[step]
    leader = User.objects.get(pk=order.leader_id)
    name = leader.get_full_name() or leader.username
    form = form_of(title_of(signatory.user_id))
    return f"{form} {name} (theo {signatory.mandate}). {REASONS[step]}"


def appearance(step: Step, order: SigningOrder, signatory: Signatory) -> Appearance | None:
    """What stands in the visible field; who drafted it signs without one."""
    agency = order.agency.name
    if step == Step.SEAL:
        return Appearance(name=agency)
    if step == Step.DRAFTER:
        return None
    block = signer_block(signatory)
    form = f"{form_of(block['title'])} " if signatory.mandate else ""
    name = block["name"] or username_of(signatory.user_id)
    address = str((order.sheet or {}).get("lookup", ""))
    return Appearance(name=name, title=f"{form}{block['title']}".strip(), agency=agency, qr=address)


def title_of(user: int) -> str:
    return Officer.objects.filter(user=user).values_list("title", flat=True).first() or ""


def form_of(title: str) -> str:
    """Decree 30/2020, Annex I: a deputy head signs «KT.» for the head, anybody else «TUQ.»."""
    return "KT." if title.casefold().startswith("phó ") else "TUQ."
