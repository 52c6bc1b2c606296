"""Money at the desk: what a case has to pay, what is open in the office, what to ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django import forms
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from caseflow.applications import charging
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.payments import gateways
from caseflow.payments.models import Payment
from caseflow.payments.states import PaymentState
from procedures.fees import MOST_UNITS, Line, Quote, name_of
from procedures.models import FeeExemption

PAGE = 50


class RefundForm(forms.Form):
    proof = forms.CharField(
        label=_("Number of the proof"),
        max_length=100,
        help_text=_("Of the bank transfer, or of the slip that the payer signed."),
    )


def orders_of(case: Application) -> dict[str, Any] | None:
    """For the case's page; left out where nothing was ever asked for."""
    orders = list(Payment.objects.of(case).with_receipts())
    if not orders:
        return None
    awaits = any(order.state == PaymentState.OPEN for order in orders)
    return {
        "orders": orders,
        "code": code_for(case) if awaits else "",
        "is_online": gateways.is_set_up(),
    }


def code_for(case: Application) -> str:
    """A QR code of the page where a phone can pay."""
    drawn = segno.make(case.tracking_address, error="m")
    inline: str = drawn.svg_inline(border=2, omitsize=True)
    return inline


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Payment]
    #: The key of the last row, where more follow.
    after: int | None


def open_orders(actor: Actor, *, to_refund: bool, after: int) -> Page:
    """The oldest first; a page is found by its key and nothing is counted."""
    orders = Payment.objects.visible_to(actor)
    orders = orders.to_refund() if to_refund else orders.awaited()
    named = orders.select_related("application__procedure", "application__receiving_center")
    slim = named.defer("application__form").filter(pk__gt=after).order_by("pk")
    rows = list(slim[: PAGE + 1])
    more = len(rows) > PAGE
    return Page(rows[:PAGE], rows[PAGE - 1].pk if more else None)


class ChargeForm(forms.Form):
    """How much of what; the rules give the amount, and another one needs a reason."""

    fee = forms.TypedChoiceField(label=_("Fee"), coerce=int, required=False, empty_value=None)
    quantity = forms.IntegerField(
        label=_("Quantity in one copy"), min_value=1, max_value=MOST_UNITS, initial=1
    )
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=MOST_UNITS, initial=1)
    exemption = forms.ChoiceField(label=_("Exemption"), required=False)
    proof = forms.CharField(
        label=_("Proof of the exemption"),
        max_length=300,
        required=False,
        help_text=_("The paper that was shown, or the data that say so."),
    )
    amount = forms.IntegerField(
        label=_("Amount (đồng)"),
        min_value=1,
        max_value=10**12,
        required=False,
        help_text=_("Leave empty to ask for what the rules give."),
    )
    text = forms.CharField(
        label=_("Reason or remark"),
        max_length=5000,
        required=False,
        help_text=_("Needed where the amount is another than the rules give."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, case: Application, on: date, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.case, self.on = case, on
        _fees, self.exemptions = charging.fee_rules(case.procedure_version_id)
        offered = charging.proposal(case, on=on).lines
        self.offer("fee", [(line.fee, in_words(line)) for line in offered])
        self.offer("exemption", [(each.key, exemption_in_words(each)) for each in self.exemptions])

    def offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        """A field with nothing to choose is not shown."""
        if not choices:
            del self.fields[name]
            return
        first: list[tuple[Any, str]] = [] if name == "fee" else [("", "—")]
        self.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]

    def proposal(self) -> Quote:
        """What the rules give for what was filled in; wrong fields count as not filled in."""
        said = getattr(self, "cleaned_data", {})
        fee = said.get("fee") or self.first_fee()
        return charging.proposal(
            self.case,
            on=self.on,
            quantity=said.get("quantity") or 1,
            copies=said.get("copies") or 1,
            exemptions=[said["exemption"]] if said.get("exemption") else [],
            fees=[fee] if fee else [],
        )

    def first_fee(self) -> int | None:
        choices = self.fields["fee"].choices if "fee" in self.fields else []  # type: ignore[attr-defined]
        return int(choices[0][0]) if choices else None

    def request(self) -> dict[str, Any]:
        """The body of the verb; without rules a bare amount."""
        said, proposed = self.cleaned_data, self.proposal()
        amount = said["amount"] or proposed.total or 0
        body: dict[str, Any] = {"amount": amount, "text": said["text"]}
        if proposed.lines:
            body["lines"] = [line_of(proposed.lines[0], amount, said)]
        return body


def line_of(line: Line, amount: int, said: dict[str, Any]) -> dict[str, Any]:
    claimed = {name: said[name] for name in ("exemption", "proof") if said.get(name)}
    return {
        "name": line.name,
        "amount": amount,
        "fee": line.fee,
        "quantity": line.quantity,
        "copies": line.copies,
    } | claimed


def in_words(line: Line) -> str:
    price = _("set by the office") if line.unit_amount is None else in_dong(line.unit_amount)
    unit = f" / {line.unit}" if line.unit else ""
    note = f" ({line.note})" if line.note else ""
    return f"{line.name}: {price}{unit}{note}"


def in_dong(amount: int) -> str:
    return f"{number_format(amount, force_grouping=True)} đ"


def exemption_in_words(exemption: FeeExemption) -> str:
    return f"{name_of(exemption)} (−{exemption.percent} %)"
