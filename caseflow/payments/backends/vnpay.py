"""A gateway with signed redirects and a signed server notice, as VNPay's API 2.1.0 has them."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from caseflow.payments.backends.base import ForgedNotice, Gateway, Notice, Order
from caseflow.payments.states import Finding

#: The gateway counts in hundredths of a đồng.
UNIT = 100
MOMENT = "%Y%m%d%H%M%S"
DONE = "00"
SIGNATURE, SIGNATURE_KIND = "vnp_SecureHash", "vnp_SecureHashType"
ANSWERS: dict[Finding | None, tuple[str, str]] = {
    None: ("99", "Unknown error"),
    Finding.CONFIRMED: ("00", "Confirm Success"),
    Finding.DECLINED: ("00", "Confirm Success"),
    Finding.UNKNOWN_ORDER: ("01", "Order not found"),
    Finding.REPEATED: ("02", "Order already confirmed"),
    Finding.WRONG_AMOUNT: ("04", "Invalid amount"),
    Finding.FORGED: ("97", "Invalid signature"),
}


class VnpayGateway(Gateway):
    def __init__(self) -> None:
        self.address = settings.PAYMENTS_VNPAY_ADDRESS
        self.merchant = settings.PAYMENTS_VNPAY_MERCHANT
        self.secret = settings.PAYMENTS_VNPAY_SECRET

    def address_for(self, order: Order, *, return_url: str, client: str, language: str) -> str:
        parameters = {
            "vnp_Version": "2.1.0",
            "vnp_Command": "pay",
            "vnp_TmnCode": self.merchant,
            "vnp_Amount": str(order.amount * UNIT),
            "vnp_CurrCode": "VND",
            "vnp_CreateDate": in_hanoi(order.opened_at),
            "vnp_ExpireDate": in_hanoi(order.expires_at),
            "vnp_IpAddr": client,
            "vnp_Locale": "en" if language.startswith("en") else "vn",
            "vnp_OrderInfo": order.description,
            "vnp_OrderType": "other",
            "vnp_ReturnUrl": return_url,
            "vnp_TxnRef": order.reference,
        }
        return f"{self.address}?{urlencode(signed(parameters, self.secret))}"

    def read(self, parameters: Mapping[str, str]) -> Notice:
        refuse_forged(parameters, self.secret)
        codes = (parameters.get("vnp_ResponseCode"), parameters.get("vnp_TransactionStatus", DONE))
        return Notice(
            reference=parameters.get("vnp_TxnRef", ""),
            transaction=parameters.get("vnp_TransactionNo", ""),
            amount=in_dong(parameters.get("vnp_Amount", "")),
            is_paid=codes == (DONE, DONE),
            paid_at=from_hanoi(parameters.get("vnp_PayDate", "")),
        )

    def answer(self, finding: Finding | None) -> dict[str, str]:
        code, message = ANSWERS[finding]
        return {"RspCode": code, "Message": message}


def signed(parameters: Mapping[str, str], secret: str) -> dict[str, str]:
    return {**parameters, SIGNATURE: signature_of(parameters, secret)}


def signature_of(parameters: Mapping[str, str], secret: str) -> str:
    """Over what the gateway prefixes, sorted by name and encoded as in an address."""
    covered = {
        name: value
        for name, value in sorted(parameters.items())
        if name.startswith("vnp_") and name not in (SIGNATURE, SIGNATURE_KIND)
    }
    return hmac.new(secret.encode(), urlencode(covered).encode(), hashlib.sha512).hexdigest()


def refuse_forged(parameters: Mapping[str, str], secret: str) -> None:
    """An empty secret signs nothing: without one every notice is a forgery."""
    expected = signature_of(parameters, secret)
    given = parameters.get(SIGNATURE, "").lower()
    if not secret or not hmac.compare_digest(expected.encode(), given.encode()):
        raise ForgedNotice


def in_dong(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) < 18
    return int(text) // UNIT if is_number and int(text) % UNIT == 0 else None


def in_hanoi(at: datetime) -> str:
    return timezone.localtime(at, timezone.get_default_timezone()).strftime(MOMENT)


def from_hanoi(text: str) -> datetime | None:
    try:
        local = datetime.strptime(text, MOMENT)  # noqa: DTZ007 (the zone follows)
    except ValueError:
        return None
    return timezone.make_aware(local, timezone.get_default_timezone())
