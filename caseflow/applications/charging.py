"""What a request for payment may ask for: the rules' own amounts, or others with a reason."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from caseflow.applications.models import Application
from caseflow.applications.refusals import InputRefused
from procedures.fees import Asked, Quote, UnknownExemption, quote
from procedures.models import Fee, FeeExemption

Line = Mapping[str, Any]


@lru_cache(maxsize=1024)
def fee_rules(version_id: int) -> tuple[tuple[Fee, ...], tuple[FeeExemption, ...]]:
    """Of a version under which cases were filed; such a version never changes."""
    fees = Fee.objects.filter(version=version_id).order_by("pk")
    exemptions = FeeExemption.objects.filter(version=version_id).order_by("pk")
    return tuple(fees), tuple(exemptions)


def proposal(
    case: Application,
    *,
    on: date,
    quantity: int = 1,
    copies: int = 1,
    exemptions: Collection[str] = (),
    fees: Collection[int] = (),
) -> Quote:
    """What the rules the file was filed under ask for. Raises `UnknownExemption`."""
    asked = Asked(
        channel=case.channel,
        on=on,
        quantity=quantity,
        copies=copies,
        exemptions=exemptions,
        fees=fees,
    )
    return quote(*fee_rules(case.procedure_version_id), asked)


def refuse_unfounded(case: Application, lines: Sequence[Line], *, reason: str, on: date) -> None:
    """Raises `InputRefused` for a line that names a rule and does not keep to it.

    An exemption needs its proof, and an amount other than the rule's a reason. Lines that name no
    rule are for fees which the rules leave open.
    """
    for place, line in enumerate(lines):
        if "fee" in line:
            errors = faults_of(case, line, reason=reason, on=on)
            if errors:
                raise InputRefused({f"lines.{place}.{name}": [said] for name, said in errors})


def faults_of(
    case: Application, line: Line, *, reason: str, on: date
) -> Collection[tuple[str, str]]:
    try:
        priced = priced_line(case, line, on=on)
    except UnknownExemption:
        return [("exemption", _("The rules of this application give no such exemption."))]
    if not priced.lines:
        return [("fee", _("The rules of this application have no such fee."))]
    if needs_proof(case, line) and not line.get("proof"):
        return [("proof", _("Name the paper or the data that proves the exemption."))]
    if priced.is_certain and priced.total != line["amount"] and not reason:
        said = _("The rules give %(amount)d đồng; another amount needs a reason in “text”.")
        return [("amount", said % {"amount": priced.total})]
    return []


def priced_line(case: Application, line: Line, *, on: date) -> Quote:
    return proposal(
        case,
        on=on,
        quantity=line.get("quantity", 1),
        copies=line.get("copies", 1),
        exemptions=[line["exemption"]] if line.get("exemption") else [],
        fees=[line["fee"]],
    )


def needs_proof(case: Application, line: Line) -> bool:
    _fees, exemptions = fee_rules(case.procedure_version_id)
    return any(each.proof for each in exemptions if each.key == line.get("exemption"))
