"""Results that wait for signatures, and a device that signs with a key of its own."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from django.conf import settings
from django.utils import timezone

from caseflow.accounts.models import User
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.centers.delegations import Delegation
from caseflow.issuing.models import Preparation, SigningOrder
from caseflow.issuing.signing_orders import chains, device, policies
from caseflow.issuing.states import Chain, KeyPlace
from signatures import demonstration, signing
from signatures.backends.base import facts_of
from signatures.certificates.registering import Entry, keep
from signatures.demonstration import Holder, Issuer, Validity
from signatures.states import HolderKind, Knowledge
from tests.factories import Office, case_in
from tests.issuing.papers import follow_up


def decided(office: Office, key: KeyPlace, chain: Chain = Chain.LEADER) -> None:
    policies.decide(
        office.center.parent,
        key=key,
        chain=chain,
        reason="QĐ 12/QĐ-UBND",
        by=User.objects.get(pk=office.leader.user_id),
        at=timezone.now(),
    )


def waiting_order(office: Office, **filing: Any) -> SigningOrder:
    """Of a case that was approved by the leader of the office just now."""
    case = follow_up(case_in(State.DECIDED, office, **filing))
    return SigningOrder.objects.get(application=case)


def prepared_for(order: SigningOrder, token: "Device", actor: Actor) -> Preparation:
    now = timezone.now()
    return device.prepare(
        chains.loaded(order.pk), certificate=token.certificate, actor=actor, at=now
    )


def answered(
    order: SigningOrder, preparation: Preparation, value: bytes, actor: Actor
) -> SigningOrder:
    now = timezone.now()
    return device.complete(chains.loaded(order.pk), preparation, value, actor=actor, at=now)


def signed_on(order: SigningOrder, token: "Device", actor: Actor) -> SigningOrder:
    preparation = prepared_for(order, token, actor)
    value = token.value(bytes(preparation.prepared.to_sign))
    return answered(order, preparation, value, actor)


def value_without_result(order: SigningOrder, token: "Device", actor: Actor) -> None:
    """The value came, and its process ended before it took the order."""
    prepared = prepared_for(order, token, actor).prepared
    signing.complete(prepared, token.value(bytes(prepared.to_sign)), at=timezone.now())


def state_of(order: SigningOrder) -> tuple[str, str]:
    fresh = SigningOrder.objects.get(pk=order.pk)
    return fresh.state, Application.objects.get(pk=fresh.application_id).state


def delegated(office: Office, **changes: Any) -> Delegation:
    """The officer of the office signs for its leader, this week."""
    today = timezone.localdate()
    return Delegation.objects.create(
        agency=office.center.parent,
        leader_id=office.leader.user_id,
        deputy_id=office.officer.user_id,
        document="12/QĐ-UBND",
        **{"first_day": today, "last_day": today + timedelta(days=7)} | changes,
    )


@cache
def issuer_in(folder: Path) -> Issuer:
    """An authority that is trusted here, made once for all devices of a run."""
    now = timezone.now()
    issuer = demonstration.new_issuer(Validity(now - timedelta(days=1), now + timedelta(days=99)))
    demonstration.publish(issuer)
    return issuer


class Device:
    """A token with one key, whose certificate the register holds in somebody's name."""

    def __init__(self, user: User, *, registered: bool = True) -> None:
        self.issuer = issuer_in(settings.SIGNATURES_PKCS12_FILE.parent)
        self.key = ec.generate_private_key(ec.SECP256R1())
        holder = Holder(HolderKind.OFFICER, user.username, "Lê Mẫu Phê Duyệt")
        self.parsed = demonstration.holder_certificate(holder, self.key, self.issuer)
        self.certificate = self.parsed.public_bytes(Encoding.DER)
        if registered:
            chain = [self.issuer.certificate.public_bytes(Encoding.DER)]
            facts = facts_of(self.certificate)
            entry = Entry(facts=facts, encoded=self.certificate, chain=chain)
            keep(entry, knowledge=Knowledge.HAND, at=timezone.now())

    def value(self, to_sign: bytes) -> bytes:
        return self.key.sign(to_sign, ec.ECDSA(SHA256()))

    def archive(self, password: str) -> bytes:
        locked = BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(b"token", self.key, self.parsed, None, locked)
