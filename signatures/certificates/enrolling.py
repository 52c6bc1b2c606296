"""The demonstration's holders: a key for each, and its certificate in the register."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from signatures.backends.base import Key, facts_of
from signatures.backends.pkcs12 import key_in
from signatures.certificates import lists
from signatures.certificates.registering import Entry, keep_many
from signatures.demonstration import Holder, Made, key_file, make_demonstration_keys


def enrol(holders: Sequence[Holder], *, at: datetime) -> int:
    """May be repeated, with keys or rows missing; the number of certificates that were new."""
    made = make_demonstration_keys(holders, at=at)
    keys = ((holder, made.get(holder) or key_in(key_file(holder))) for holder in holders)
    new = keep_many((entry_of(holder, key) for holder, key in keys), at=at)
    for path in sorted(settings.SIGNATURES_PKCS12_FILE.parent.glob("*-ca*.crl")):
        lists.keep(path.read_bytes(), source=path.name, at=at)
    return new


def entry_of(holder: Holder, key: Key | Made) -> Entry:
    facts = replace(
        facts_of(key.certificate),
        holder_kind=holder.kind,
        holder_name=holder.name,
        holder_identifier=holder.identifier,
    )
    return Entry(facts=facts, encoded=key.certificate, chain=tuple(key.chain))
