"""Signing a PDF with a key, wherever the key is kept."""

from dataclasses import dataclass
from datetime import datetime

from signatures.backends import envelopes, time_stamps
from signatures.backends.base import (
    Appearance,
    Backend,
    CertificateFacts,
    Signed,
    facts_of,
)
from signatures.backends.reserved import Reserved, Words
from signatures.backends.reserving import reserve
from signatures.states import Level


@dataclass(frozen=True)
class Preparation:
    """A document that lacks nothing but the value its key gives to `to_sign`."""

    reserved: Reserved
    to_sign: bytes
    template: envelopes.Template

    def signed(self, value: bytes) -> Signed:
        """With a time stamp where one is wanted and to be had."""
        stamp = time_stamps.stamp_for(value)
        envelope = self.template.envelope(self.to_sign, value, stamp=stamp)
        level = Level.B_T if stamp else Level.B_B
        return Signed(self.reserved.filled(envelope), level, value)


class KeyBackend(Backend):
    """PAdES with whatever `key` gives."""

    def certificate(self) -> CertificateFacts:
        return facts_of(self.key().certificate)

    def certificates(self) -> tuple[bytes, ...]:
        key = self.key()
        return (key.certificate, *key.chain)

    def sign(
        self,
        document: bytes,
        *,
        reason: str,
        location: str,
        at: datetime,
        appearance: Appearance | None = None,
    ) -> Signed:
        key = self.key()
        name = facts_of(key.certificate).holder_name
        words = Words(name=name, reason=reason, location=location, at=at)
        prepared = prepare(
            document, words, certificate=key.certificate, chain=key.chain, appearance=appearance
        )
        value = key.sign(prepared.to_sign)
        return prepared.signed(value)


def prepare(
    document: bytes,
    words: Words,
    *,
    certificate: bytes,
    chain: tuple[bytes, ...] = (),
    appearance: Appearance | None = None,
) -> Preparation:
    template = envelopes.template_of(certificate, chain)
    reserved = reserve(
        document, words, room=template.room + time_stamps.room(), appearance=appearance
    )
    return Preparation(reserved, template.attributes(reserved.digest), template)
