"""The units before 1 July 2025, out of the tables that `vietnamadminunits` carries.

Its modules are not imported: loading their parsers takes longer than reading the tables.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from vietnam_provinces import Ward

from caseflow.centers.alphabet import sort_key

SOURCE = f"vietnamadminunits {version('vietnamadminunits')}, converter_2025"

PROVINCES = "SELECT DISTINCT provinceKey, provinceCode, province FROM admin_units_legacy"
NEW_PROVINCES = "SELECT DISTINCT provinceKey, provinceCode FROM admin_units"
# Five island districts had no communes; the district itself stood in their place.
COMMUNES = """
    SELECT provinceKey || '_' || districtKey || '_' || coalesce(wardKey, ''),
           coalesce(wardCode, districtCode), coalesce(ward, district), provinceCode, district
    FROM admin_units_legacy
"""
NEW_COMMUNES = "SELECT provinceKey, wardKey, provinceCode, ward FROM admin_units"


class Former(NamedTuple):
    code: str
    name: str
    province: str
    district: str
    successors: tuple[str, ...]


class FormerPlaces(NamedTuple):
    provinces: list[Former]
    communes: list[Former]


def read() -> FormerPlaces:
    folder = data_folder()
    merged = json.loads((folder / "converter_2025.json").read_text())
    address = f"{(folder / 'dataset.db').as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as tables:
        return FormerPlaces(
            list(provinces(tables, merged["DICT_PROVINCE"])), list(communes(tables, merged))
        )


def data_folder() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("vietnamadminunits")
    return Path(spec.submodule_search_locations[0]) / "data"


def provinces(tables: sqlite3.Connection, merged: Mapping[str, list[str]]) -> Iterator[Former]:
    codes = dict(tables.execute(NEW_PROVINCES))
    heirs = {old: codes[new] for new, olds in merged.items() for old in olds}
    for key, code, name in tables.execute(PROVINCES):
        yield Former(code, name, "", "", (heirs[key],) if key in heirs else ())


def communes(tables: sqlite3.Connection, merged: Mapping[str, Any]) -> Iterator[Former]:
    heirs = communes_heirs(tables, merged)
    for key, code, name, province, district in tables.execute(COMMUNES):
        yield Former(code, name, province, district, tuple(sorted(heirs[key])))


def communes_heirs(
    tables: sqlite3.Connection, merged: Mapping[str, Any]
) -> defaultdict[str, set[str]]:
    """Former key → codes of the communes that took over, whole or in parts."""
    codes = current_codes(tables)
    heirs: defaultdict[str, set[str]] = defaultdict(set)
    for province, wards in merged["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old in olds:
                heirs[old].add(codes[province, ward])
    for province, divided in merged["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            heirs[old].update(codes[province, part["newWardKey"]] for part in parts)
    return heirs


def current_codes(tables: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Their key of a commune → its code in force; their own codes are older in a hundred cases."""
    named = {
        (f"{ward.province_code:02d}", sort_key(ward.name)): f"{ward.code:05d}"
        for ward in Ward.iter_all()
    }
    return {
        (province, ward): named[code, sort_key(name)]
        for province, ward, code, name in tables.execute(NEW_COMMUNES)
    }
