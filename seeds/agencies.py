"""The agencies of the demonstration province; their identifiers are ours, in the official form."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.db.models import TextChoices

from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.centers.states import AgencyKind
from seeds.places import MERGED_ON

PROVINCE = "25"
PROVINCIAL = Path(__file__).parent / "data" / "phu_tho_agencies.csv"
# Below it stand the numbers of the province's own agencies.
FIRST_COMMUNE = 101
COMMUNE_SOURCE = "Nghị quyết 1676/NQ-UBTVQH15; Nghị định 118/2025/NĐ-CP"


class Row(NamedTuple):
    code: str
    kind: str
    parent: str
    name: str
    name_en: str
    source: str
    unit: AdministrativeUnit


def load(*, at: datetime) -> dict[str, int]:
    """Add what is missing, level by level, so that every agency finds its superior."""
    rows = [*provincial(), *communal()]
    for level in range(3):
        add_missing(row for row in rows if row.code.count(".") == level)
    agencies = Agency.objects.of_province(PROVINCE)
    return {f"{plural} of Phú Thọ": agencies.filter(kind=kind).count() for kind, plural in COUNTED}


COUNTED: tuple[tuple[TextChoices, str], ...] = (
    (AgencyKind.PEOPLE_COMMITTEE, "people's committees"),
    (AgencyKind.PROVINCIAL_OFFICE, "offices"),
    (AgencyKind.DEPARTMENT, "departments"),
    (AgencyKind.SERVICE_CENTER, "service centres"),
)


def provincial() -> Iterator[Row]:
    unit = AdministrativeUnit.objects.get(code=PROVINCE, valid_from=MERGED_ON)
    with PROVINCIAL.open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            yield Row(**record, unit=unit)


def communal() -> Iterator[Row]:
    communes = AdministrativeUnit.objects.communes().filter(
        parent__code=PROVINCE, valid_from=MERGED_ON
    )
    for number, unit in enumerate(communes.order_by("code"), FIRST_COMMUNE):
        yield from committee_and_center(f"H44.{number}", unit)


def committee_and_center(code: str, unit: AdministrativeUnit) -> Iterator[Row]:
    place = in_sentence(unit)
    yield Row(
        code,
        AgencyKind.PEOPLE_COMMITTEE,
        "H44",
        f"Ủy ban nhân dân {place}",
        f"People's Committee of {unit.name_en}",
        COMMUNE_SOURCE,
        unit,
    )
    yield Row(
        f"{code}.01",
        AgencyKind.SERVICE_CENTER,
        code,
        f"Trung tâm Phục vụ hành chính công {place}",
        f"Public Administration Service Centre of {unit.name_en}",
        COMMUNE_SOURCE,
        unit,
    )


def in_sentence(unit: AdministrativeUnit) -> str:
    return unit.name[0].lower() + unit.name[1:]


def add_missing(rows: Iterable[Row]) -> None:
    known = dict(Agency.objects.values_list("code", "pk"))
    Agency.objects.bulk_create(
        agency_of(row, known.get(row.parent)) for row in rows if row.code not in known
    )


def agency_of(row: Row, parent: int | None) -> Agency:
    agency = Agency(
        code=row.code,
        kind=row.kind,
        unit=row.unit,
        parent_id=parent,
        valid_from=MERGED_ON,
        source=row.source,
    )
    agency.call(row.name, name_en=row.name_en)
    return agency
