"""The provinces and communes since 1 July 2025, and those before with their successors."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from vietnam_provinces import Province, Ward

from caseflow.accents import fold
from caseflow.centers.models import AdministrativeUnit, Succession
from caseflow.centers.states import Division, Level
from seeds import former_places

MERGED_ON = date(2025, 7, 1)
LAST_DAY = MERGED_ON - timedelta(days=1)

PREFIXES = {
    Division.PROVINCE: ("Tỉnh", "Province"),
    Division.CITY: ("Thành phố", "City"),
    Division.COMMUNE: ("Xã", "Commune"),
    Division.WARD: ("Phường", "Ward"),
    Division.SPECIAL_ZONE: ("Đặc khu", "Special Zone"),
    Division.TOWNSHIP: ("Thị trấn", "Township"),
    Division.ISLAND_DISTRICT: ("Huyện", "District"),
}


class Place(NamedTuple):
    code: str
    name: str
    province: str = ""
    district: str = ""


def load(*, at: datetime) -> dict[str, int]:
    """Add what is missing; rows that are there stay as the office left them."""
    add_missing(current_provinces(), valid_from=MERGED_ON, valid_to=None)
    add_missing(current_communes(), valid_from=MERGED_ON, valid_to=None)
    former = former_places.read()
    add_missing(map(former_province, former.provinces), valid_from=None, valid_to=LAST_DAY)
    add_missing(map(former_commune, former.communes), valid_from=None, valid_to=LAST_DAY)
    add_successions(former.provinces, Level.PROVINCE)
    add_successions(former.communes, Level.COMMUNE)
    measure()
    return summary()


def measure() -> None:
    """Thousands of new rows: without fresh statistics PostgreSQL joins them one by one."""
    tables = ", ".join(model._meta.db_table for model in (AdministrativeUnit, Succession))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def current_provinces() -> Iterator[Place]:
    for province in Province.iter_all():
        yield Place(f"{province.code:02d}", with_prefix(province.name, "Tỉnh"))


def current_communes() -> Iterator[Place]:
    for ward in Ward.iter_all():
        yield Place(f"{ward.code:05d}", ward.name, f"{ward.province_code:02d}")


def former_province(row: former_places.Former) -> Place:
    return Place(row.code, row.name)


def former_commune(row: former_places.Former) -> Place:
    return Place(row.code, row.name, row.province, row.district)


def with_prefix(name: str, prefix: str) -> str:
    """Provinces come with their kind only where they are cities."""
    return name if fold(name).startswith("thanh pho ") else f"{prefix} {name}"


def add_missing(places: Iterable[Place], *, valid_from: date | None, valid_to: date | None) -> None:
    units = AdministrativeUnit.objects.filter(valid_from=valid_from)
    known = dict(units.values_list("code", "pk"))
    AdministrativeUnit.objects.bulk_create(
        unit_of(place, known.get(place.province), valid_from, valid_to)
        for place in places
        if place.code not in known
    )


def unit_of(
    place: Place, province: int | None, valid_from: date | None, valid_to: date | None
) -> AdministrativeUnit:
    division, proper = split(place.name)
    prefix, prefix_en = PREFIXES[division]
    unit = AdministrativeUnit(
        code=place.code,
        level=Level.COMMUNE if place.province else Level.PROVINCE,
        division=division,
        parent_id=province,
        district=place.district,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    name, name_en = f"{prefix} {proper}", f"{without_accents(proper)} {prefix_en}"
    unit.call(name, sort_name=proper, name_en=name_en)
    return unit


def split(name: str) -> tuple[Division, str]:
    """`Phường  Việt Trì` → ward, `Việt Trì`; the packages vary in capitals and spaces."""
    words = name.split()
    for division, (prefix, _) in PREFIXES.items():
        length = prefix.count(" ") + 1
        if " ".join(words[:length]).lower() == prefix.lower():
            return division, " ".join(words[length:])
    raise ValueError(f"{name} does not say what kind of unit it is")


def without_accents(name: str) -> str:
    letters = zip(name, fold(name), strict=True)
    return "".join(plain.upper() if letter.isupper() else plain for letter, plain in letters)


def add_successions(rows: Iterable[former_places.Former], level: Level) -> None:
    units = AdministrativeUnit.objects.filter(level=level)
    current = dict(units.filter(valid_from=MERGED_ON).values_list("code", "pk"))
    former = dict(units.filter(valid_from=None).values_list("code", "pk"))
    known = set(Succession.objects.values_list("predecessor", "successor"))
    Succession.objects.bulk_create(
        Succession(
            predecessor_id=former[row.code],
            successor_id=current[successor],
            partial=len(row.successors) > 1,
            source=former_places.SOURCE,
        )
        for row in rows
        for successor in row.successors
        if (former[row.code], current[successor]) not in known
    )


def summary() -> dict[str, int]:
    """What is known and what is left open: a divided commune does not say which part went where."""
    units = AdministrativeUnit.objects
    communes = units.communes()
    heirs = Counter(
        Succession.objects.filter(predecessor__level=Level.COMMUNE).values_list(
            "predecessor", flat=True
        )
    )
    former = communes.filter(valid_to=LAST_DAY).count()
    return {
        "provinces": units.provinces().current().count(),
        "communes": communes.current().count(),
        "former provinces": units.provinces().filter(valid_to=LAST_DAY).count(),
        "former communes": former,
        "former communes with one successor": sum(count == 1 for count in heirs.values()),
        "former communes with several successors": sum(count > 1 for count in heirs.values()),
        "former communes without successor": former - len(heirs),
    }
