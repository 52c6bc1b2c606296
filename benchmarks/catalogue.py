"""As many procedures as a province has, copied from those of the reference data."""

from copy import copy
from itertools import cycle, islice

from benchmarks.databases import without_triggers
from procedures.models import Procedure, ProcedureVersion


def fill(procedures: int) -> None:
    """Copies bear numbers of a series that no register gives out."""
    versions = list(ProcedureVersion.objects.in_force().select_related("procedure").order_by("pk"))
    originals = list(islice(cycle(versions), max(procedures - len(versions), 0)))
    with without_triggers():
        copies = Procedure.objects.bulk_create(
            copied(version.procedure, code=f"9.{number:06}")
            for number, version in enumerate(originals)
        )
        ProcedureVersion.objects.bulk_create(
            copied(version, procedure=procedure)
            for version, procedure in zip(originals, copies, strict=True)
        )


def copied(row, **columns):
    """The row once more, under another key."""
    another = copy(row)
    another.pk, another._state = None, copy(row._state)
    another._state.adding = True
    another._state.fields_cache = {}
    for name, value in columns.items():
        setattr(another, name, value)
    return another
