"""Words and files of what was signed go with a person's data; who signed what, and when, stays."""

from collections.abc import Collection, Iterable
from functools import partial, reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from signatures.models import Prepared, Signature, Statement, Upgrade, UpgradeDue


@transaction.atomic
def erase(roots: Collection[str]) -> list[tuple[str, str]]:
    """Of everything whose reference begins with one of these words; word and name of each file
    that nobody names any more, which the caller removes once this is committed.

    Digests and identifiers stay: a copy that somebody brings is still judged by the register. What
    waits to be signed on a device has to be given up before by who refers to it.
    """
    here = below(roots)
    Statement.objects.filter(here).exclude(text="").update(text="")
    keys = list(Signature.objects.filter(here).values_list("pk", flat=True))
    signatures = Signature.objects.filter(pk__in=keys).exclude(document="")
    upgrades = Upgrade.objects.filter(signature__in=keys).exclude(document="")
    prepared = Prepared.objects.filter(here)
    named = [
        *signatures.values_list("reference", "document"),
        *upgrades.values_list("signature__reference", "document"),
        *prepared.values_list("reference", "document"),
    ]
    UpgradeDue.objects.filter(signature__in=keys).delete()
    prepared.delete()
    upgrades.update(document="")
    signatures.update(document="")
    return [(reference.partition("/")[0], name) for reference, name in named]


def below(roots: Collection[str]) -> Q:
    longer = (Q(reference__startswith=f"{root}/") for root in roots)
    return reduce(or_, longer, Q(reference__in=roots))


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
