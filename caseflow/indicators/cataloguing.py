"""The catalogue of procedures, counted as it stands today."""

from collections.abc import Callable, Collection

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from procedures.models import ChannelTerm, Fee, ProcedureVersion, RequiredPaper, Step
from procedures.states import OnlineLevel

#: Words with which the national database names people among those who may apply.
PEOPLE = ("Công dân", "Người Việt Nam định cư", "Người nước ngoài", "cá nhân")


def catalogue(names: Collection[str], *, level: str = "") -> dict[str, int]:
    """Procedures in force, of one level of government where it is named."""
    sums = {name: Count("pk", filter=CONDITIONS[name]()) for name in names}
    found: dict[str, int] = in_force(level).aggregate(**sums)
    return found


def procedures_in(name: str, *, level: str = "") -> list[int]:
    """The procedures that one of these counts counts."""
    versions = in_force(level).filter(CONDITIONS[name]())
    return list(versions.values_list("procedure", flat=True))


def in_force(level: str) -> QuerySet[ProcedureVersion]:
    versions: QuerySet[ProcedureVersion] = ProcedureVersion.objects.in_force()
    return versions.filter(procedure__levels__contains=[level]) if level else versions


def for_people() -> Q:
    """Procedures that do not say whom they are for are for anybody."""
    named = Q(subjects="")
    for words in PEOPLE:
        named |= Q(subjects__icontains=words)
    return named


def complete() -> Q:
    """The compulsory parts (Decree 63/2010/NĐ-CP art 8(2)) that can be checked here."""
    said = Q(procedure__name__gt="", subjects__gt="") & ~Q(procedure__levels=[])
    limit = Q(limit_amount__isnull=False) | Q(limit_unit="same_day") | Q(limit_text__gt="")
    parts = (
        has_part(Step),
        has_part(ChannelTerm),
        has_part(RequiredPaper, Q(originals__gt=0) | Q(copies__gt=0) | Q(shown_only=True)),
    )
    found = said & limit
    for part in parts:
        found &= Q(part)
    return found


def has_part(
    model: type[Fee] | type[Step] | type[ChannelTerm] | type[RequiredPaper], which: Q | None = None
) -> Exists:
    rows = model.objects.filter(version=OuterRef("pk"))
    return Exists(rows.filter(which) if which else rows)


CONDITIONS: dict[str, Callable[[], Q]] = {
    "catalogue": Q,
    "catalogue_full": lambda: Q(online_level=OnlineLevel.FULL),
    "catalogue_partly": lambda: Q(online_level=OnlineLevel.PARTLY),
    "catalogue_online": lambda: Q(online_level__in=[OnlineLevel.FULL, OnlineLevel.PARTLY]),
    "catalogue_for_people": for_people,
    "catalogue_with_fee": lambda: Q(has_part(Fee, Q(amount__gt=0))),
    "catalogue_complete": complete,
}
