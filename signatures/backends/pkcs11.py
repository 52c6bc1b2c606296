"""Keys on a token or in a hardware security module, by its maker's PKCS#11 library."""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings
from django.utils.translation import gettext as _
from pkcs11 import Attribute, Mechanism, ObjectClass, exceptions

from signatures.backends import envelopes
from signatures.backends.base import Key, SigningRefused, SigningUnavailable
from signatures.backends.keyed import KeyBackend
from signatures.states import KeyPlace

#: Another try would only lock the token.
HOPELESS = (
    exceptions.PinIncorrect,
    exceptions.PinLocked,
    exceptions.PinExpired,
    exceptions.UserPinNotInitialized,
)


class Pkcs11Backend(KeyBackend):
    """The key labelled with the holder's name, or else the one of SIGNATURES_PKCS11_KEY."""

    key_place = KeyPlace.TOKEN

    def key(self) -> "TokenKey":
        token = token_of(
            str(settings.SIGNATURES_PKCS11_MODULE),
            settings.SIGNATURES_PKCS11_TOKEN,
            settings.SIGNATURES_PKCS11_PIN,
            os.getpid(),
        )
        labels = [label for label in (self.holder, settings.SIGNATURES_PKCS11_KEY) if label]
        return token.key(labels)

    def is_own(self) -> bool:
        return self.key().label == self.holder


@dataclass(frozen=True)
class TokenKey(Key):
    token: "Token"
    label: str
    certificate: bytes
    chain: tuple[bytes, ...]

    def sign(self, data: bytes) -> bytes:
        """Checked before it is used: a token pulled out while it works may answer anything."""
        value = self.token.sign(self, data)
        if not envelopes.is_value_of(self.certificate, value, data):
            raise SigningUnavailable(_("The token answered with a signature of something else."))
        return value


@dataclass
class Token:
    """One session, opened when it is needed and again after the token was away."""

    module: str
    name: str
    pin: str = field(repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)
    session: Any = field(default=None, repr=False)
    was_away: bool = False
    keys: dict[str, TokenKey] = field(default_factory=dict, repr=False)

    def key(self, labels: list[str]) -> TokenKey:
        with self.lock:
            known = next((self.keys[label] for label in labels if label in self.keys), None)
            return known or self.attended(self.found, labels)

    def sign(self, key: TokenKey, data: bytes) -> bytes:
        with self.lock:
            return bytes(self.attended(self.signed, key, data))

    def attended(self, deed: Any, *words: Any) -> Any:
        """Does it in an open session; whatever goes wrong, the next try starts afresh."""
        try:
            self.session = self.session or self.opened()
            return deed(*words)
        except (exceptions.PKCS11Error, RuntimeError) as error:
            self.forget()
            self.was_away = True
            if isinstance(error, HOPELESS):
                told = _("The token does not open: %(why)s.")
                raise SigningRefused(told % {"why": type(error).__name__}) from error
            told = _("The token is away: %(why)s.")
            raise SigningUnavailable(told % {"why": type(error).__name__}) from error

    def opened(self) -> Any:
        library = pkcs11.lib(self.module)
        if self.was_away:
            # A library that once missed its token does not find it again by itself.
            library.reinitialize()
            self.was_away = False
        token = library.get_token(token_label=self.name)
        try:
            return token.open(user_pin=self.pin)
        except exceptions.UserAlreadyLoggedIn:
            # Whoever opened a session before us in this process opened it for all.
            return token.open()

    def forget(self) -> None:
        with suppress(exceptions.PKCS11Error):
            if self.session:
                self.session.close()
        self.session = None
        self.keys.clear()

    def found(self, labels: list[str]) -> TokenKey:
        certificates = self.certificates()
        for label in labels:
            if label in certificates and self.has_key(label):
                chain = chain_of(certificates[label], list(certificates.values()))
                self.keys[label] = TokenKey(self, label, certificates[label], chain)
                return self.keys[label]
        raise SigningRefused(
            _("The token has no key and certificate labelled %(label)s.") % {"label": labels[0]}
        )

    def certificates(self) -> dict[str, bytes]:
        wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE}
        return {
            one[Attribute.LABEL]: bytes(one[Attribute.VALUE])
            for one in self.session.get_objects(wanted)
        }

    def has_key(self, label: str) -> bool:
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: label}
        return any(True for _key in self.session.get_objects(wanted))

    def signed(self, key: TokenKey, data: bytes) -> bytes:
        private = self.session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=key.label)
        if isinstance(envelopes.public_key_of(key.certificate), RSAPublicKey):
            return bytes(private.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
        # Few tokens hash for ECDSA; all give the two numbers side by side.
        numbers = private.sign(sha256(data).digest(), mechanism=Mechanism.ECDSA)
        half = len(numbers) // 2
        return encode_dss_signature(
            int.from_bytes(numbers[:half], "big"), int.from_bytes(numbers[half:], "big")
        )


@lru_cache(maxsize=8)
def token_of(module: str, name: str, pin: str, process: int) -> Token:
    """One for each process: a session does not survive a fork."""
    return Token(module, name, pin)


def chain_of(certificate: bytes, others: list[bytes]) -> tuple[bytes, ...]:
    """Those on the token that stand above it."""
    by_name = {x509.load_der_x509_certificate(one).subject: one for one in others}
    chain: list[bytes] = []
    above = by_name.get(x509.load_der_x509_certificate(certificate).issuer)
    while above and above not in chain and above != certificate:
        chain.append(above)
        above = by_name.get(x509.load_der_x509_certificate(above).issuer)
    return tuple(chain)
