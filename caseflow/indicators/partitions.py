"""Facts as Parquet files, one per month of filing: the way past one machine.

A month is copied out of PostgreSQL as text and packed by DuckDB beside it, both in streams, and
takes its place in one step, so that readers see a month whole or as it was. Neither the number of a
file nor who handled it leaves the database.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from django.db import connection, models

from caseflow.indicators.days import next_month
from caseflow.indicators.models import Fact

TABLE = Fact._meta.db_table
#: A count needs neither.
LEFT_OUT = {"number", "officer", "received_by"}
MEMORY = "512MB"
FILE = "facts.parquet"
#: In a text of the database nothing else looks like this.
NOTHING = r"\N"


def columns() -> dict[str, str]:
    """The columns that leave, with their types; the other engines know them by the same names."""
    fields = [field for field in Fact._meta.concrete_fields if field.name not in LEFT_OUT]
    return {field.column: type_of(field) for field in fields if field.column}


def type_of(field: "models.Field[object, object]") -> str:
    found = field.db_type(connection)
    if found is None:
        raise TypeError(f"{field} has no column")
    return found


def months() -> Iterable[date]:
    """The first day of every month in which anything was filed."""
    return Fact.objects.dates("filed_on", "month")


def any_in(folder: Path) -> bool:
    return any(folder.glob(f"*/{FILE}"))


def write(folder: Path, month: date) -> int:
    """Packs the facts filed in a month, in place of what was there; how many they are."""
    place = folder / f"month={month:%Y-%m}"
    place.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place, prefix=".") as aside:
        text, packed = Path(aside, "facts.csv"), Path(aside, FILE)
        copy_out(month, text)
        count = pack(text, packed)
        packed.replace(place / FILE)
    return count


def copy_out(month: date, path: Path) -> None:
    listed = ", ".join(columns())
    query = (
        f"COPY (SELECT {listed} FROM {TABLE}"  # noqa: S608 (names of our models)
        f" WHERE filed_on >= '{month}' AND filed_on < '{next_month(month)}'"
        f" ORDER BY receiving_center_id, filed_on, application_id)"
        f" TO STDOUT (FORMAT csv, NULL '{NOTHING}')"
    )
    with connection.cursor() as cursor, cursor.copy(query) as stream, path.open("wb") as file:
        for block in stream:
            file.write(block)


def pack(text: Path, packed: Path) -> int:
    """Types are told, not guessed; an empty text stays one."""
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns().items())
    read = (
        f"read_csv('{text}', header = false, delim = ',', quote = '\"', escape = '\"',"
        f" nullstr = '{NOTHING}', auto_detect = false, columns = {{{types}}})"
    )
    with duckdb.connect(config={"memory_limit": MEMORY}) as engine:
        rows = f"SELECT * FROM {read}"  # noqa: S608 (names of our models)
        packing = f"COPY ({rows}) TO '{packed}' (FORMAT parquet, COMPRESSION zstd)"
        written = engine.execute(packing).fetchone()
    return int(written[0]) if written else 0
