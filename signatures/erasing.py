"""Words and files of what was signed go with a person's data; who signed what, and when, stays."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from signatures.models import Prepared, Signature, Statement, Upgrade, UpgradeDue


@transaction.atomic
def erase(reference: str) -> list[str]:
    """Of everything whose reference is this one or lies below it; the files that nobody names any
    more, which the caller removes once this is committed.

    Digests and identifiers stay: a copy that somebody brings is still judged by the register. What
    waits to be signed on a device has to be given up before by who refers to it.
    """
    here = Q(reference=reference) | Q(reference__startswith=f"{reference}/")
    Statement.objects.filter(here).exclude(text="").update(text="")
    signatures = Signature.objects.filter(here).exclude(document="")
    upgrades = Upgrade.objects.filter(signature__in=Signature.objects.filter(here))
    UpgradeDue.objects.filter(signature__in=Signature.objects.filter(here)).delete()
    prepared = Prepared.objects.filter(here)
    files = [
        name
        for rows in (signatures, upgrades, prepared)
        for name in rows.values_list("document", flat=True)
    ]
    prepared.delete()
    upgrades.exclude(document="").update(document="")
    signatures.update(document="")
    return [name for name in files if name]


@transaction.atomic
def discard(unused: Iterable[Prepared]) -> None:
    """Documents that waited for a value and got none."""
    for prepared in unused:
        remove_after_commit(prepared.document)
        prepared.delete()


def remove_after_commit(file: FieldFile) -> None:
    """A transaction that is rolled back has lost nothing."""
    if file.name:
        transaction.on_commit(partial(file.storage.delete, file.name))
