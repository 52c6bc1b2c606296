"""The catalogue of procedures, counted as it stands today."""

from collections.abc import Callable, Collection

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from procedures.models import ChannelTerm, Fee, ProcedureVersion, RequiredPaper, Step
from procedures.states import OnlineLevel

#: Words with which the national database names people among those who may apply.
PEOPLE = ("Công dân", "Người Việt Nam định cư", "Người nước ngoài", "cá nhân")


def catalogue(names: Collection[str], *, level: str = "") -> dict[str, set[int]]:
    """The procedures in force that each of these counts counts, of one level of government where
    it is named; all in one question."""
    if not names:
        return {}
    counted = {name: Case(When(CONDITIONS[name](), then="procedure")) for name in names}
    rows = in_force(level).order_by().values_list(*counted.values())
    found = zip(*rows, strict=True) if rows else ((),) * len(counted)
    return {
        name: {procedure for procedure in column if procedure}
        for name, column in zip(counted, found, strict=True)
    }


def procedures_in(name: str, *, level: str = "") -> set[int]:
    return catalogue([name], level=level)[name]


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
    "catalogue": lambda: Q(procedure__isnull=False),
    "catalogue_full": lambda: Q(online_level=OnlineLevel.FULL),
    "catalogue_partly": lambda: Q(online_level=OnlineLevel.PARTLY),
    "catalogue_online": lambda: Q(online_level__in=[OnlineLevel.FULL, OnlineLevel.PARTLY]),
    "catalogue_for_people": for_people,
    "catalogue_with_fee": lambda: Q(has_part(Fee, Q(amount__gt=0))),
    "catalogue_complete": complete,
}
