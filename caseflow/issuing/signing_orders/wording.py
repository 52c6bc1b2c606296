"""What a signature says of itself; in the language of the state, as the papers are."""

from caseflow.accounts.models import User
from caseflow.issuing.signing_orders.models import SigningOrder
from caseflow.issuing.signing_orders.signatories import Signatory, block_of, username_of
from caseflow.issuing.sources import form_of, title_of
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
    block = block_of(order, signatory)
    name = block["name"] or username_of(signatory.user_id)
    address = str((order.sheet or {}).get("lookup", ""))
    return Appearance(name=name, title=title_in(block), agency=agency, qr=address)


def title_in(block: dict[str, str]) -> str:
    """«KT. Chủ tịch, Phó Chủ tịch»: whose place it is, and who sits in it."""
    if not block["mandate"]:
        return block["title"]
    place = f"{block['form']} {block['principal'] or 'Thủ trưởng cơ quan'}"
    return f"{place}, {block['title']}" if block["title"] else place
