"""Rules as a source gives them, made into new versions where the source says something new."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Max

from procedures import publishing
from procedures.models import Procedure, ProcedureVersion, VersionPart
from procedures.states import Provenance

# Any constant will do; two loaders take turns instead of numbering the same version twice.
LOADERS_LOCK = 20_250_701


@dataclass(slots=True)
class Draft:
    """An unsaved version: its procedure, itself, and its lines."""

    procedure: Procedure
    version: ProcedureVersion
    parts: list[VersionPart] = field(default_factory=list)

    def owned_parts(self) -> Iterator[VersionPart]:
        for part in self.parts:
            part.version = self.version
            yield part


@dataclass(slots=True)
class Outcome:
    created: list[Draft] = field(default_factory=list)
    renewed: list[Draft] = field(default_factory=list)
    unchanged: list[Draft] = field(default_factory=list)


@transaction.atomic
def write(
    drafts: Sequence[Draft],
    *,
    provenance: Provenance,
    at: datetime,
    by: AbstractBaseUser | None = None,
) -> Outcome:
    """Publish each draft whose digest differs from the last one of the same source."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADERS_LOCK])
    outcome = sort(drafts, provenance)
    fresh = [*outcome.created, *outcome.renewed]
    save_procedures(fresh)
    save_versions(fresh)
    save_parts(fresh)
    publishing.publish_all([draft.version.pk for draft in fresh], at=at, by=by)
    return outcome


def sort(drafts: Iterable[Draft], provenance: Provenance) -> Outcome:
    outcome = Outcome()
    codes = [draft.procedure.code for draft in drafts]
    known = set(Procedure.objects.filter(code__in=codes).values_list("code", flat=True))
    last = last_digests(codes, provenance)
    for draft in drafts:
        if draft.procedure.code not in known:
            outcome.created.append(draft)
        elif last.get(draft.procedure.code) == draft.version.digest:
            outcome.unchanged.append(draft)
        else:
            outcome.renewed.append(draft)
    return outcome


def last_digests(codes: Iterable[str], provenance: Provenance) -> dict[str, str]:
    said = ProcedureVersion.objects.filter(procedure__code__in=codes, provenance=provenance)
    return dict(said.latest_of_each().values_list("procedure__code", "digest"))


def save_procedures(drafts: Iterable[Draft]) -> None:
    procedures = [draft.procedure for draft in drafts]
    for procedure in procedures:
        procedure.search_key = procedure.folded()
    Procedure.objects.bulk_create(
        procedures,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_en", "field", "levels", "search_key"],
    )


def save_versions(drafts: Iterable[Draft]) -> None:
    numbers = last_numbers(draft.procedure.pk for draft in drafts)
    for draft in drafts:
        draft.version.procedure = draft.procedure
        draft.version.number = numbers.get(draft.procedure.pk, 0) + 1
    ProcedureVersion.objects.bulk_create([draft.version for draft in drafts])


def last_numbers(procedures: Iterable[int]) -> dict[int, int]:
    versions = ProcedureVersion.objects.filter(procedure__in=list(procedures)).order_by()
    return dict(versions.values_list("procedure").annotate(Max("number")))


def save_parts(drafts: Iterable[Draft]) -> None:
    parts = [part for draft in drafts for part in draft.owned_parts()]
    parts.sort(key=lambda part: part._meta.label)
    for model, lines in groupby(parts, model_of):
        model._default_manager.bulk_create(lines)


def model_of(part: VersionPart) -> type[VersionPart]:
    return type(part)
