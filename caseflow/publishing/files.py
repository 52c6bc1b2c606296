"""The data sets as files: CSV (RFC 4180, UTF-8), JSON lines of objects in one array, Parquet."""

import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import orjson
from django.core.cache import cache

from caseflow.publishing.datasets import COLUMNS, Dataset, newest, rows

#: A file is the same until the next publication, which gives it another name in the cache.
KEPT_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Format:
    ending: str
    media_type: str
    written: Callable[[Dataset], bytes]


def as_csv(dataset: Dataset) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in COLUMNS)
    writer.writerows(rows(dataset))
    return text.getvalue().encode()


def as_json(dataset: Dataset) -> bytes:
    """Rates as text, because a binary fraction is not the one that was published."""
    names = [column.name for column in COLUMNS]
    lines = [dict(zip(names, row, strict=True)) for row in rows(dataset)]
    said = {"dataset": dataset.name, "schema": dataset.schema, "lines": lines}
    return orjson.dumps(said, default=str, option=orjson.OPT_APPEND_NEWLINE)


def as_parquet(dataset: Dataset) -> bytes:
    columns = {column.name: column.type for column in COLUMNS}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        table, file = Path(folder, "lines.csv"), Path(folder, "lines.parquet")
        table.write_bytes(as_csv(dataset))
        lines = database.read_csv(
            str(table), header=True, columns=columns, delimiter=",", quotechar='"', escapechar='"'
        )
        lines.write_parquet(str(file), compression="zstd")
        return file.read_bytes()


FORMATS = {
    found.ending: found
    for found in (
        Format("csv", "text/csv; charset=utf-8", as_csv),
        Format("json", "application/json", as_json),
        Format("parquet", "application/vnd.apache.parquet", as_parquet),
    )
}


def version_of(dataset: Dataset, format: Format) -> str:
    """Changes whenever the file does."""
    published = newest(dataset)
    number = published.number if published else 0
    return f"{dataset.name}-{format.ending}-{dataset.schema}-{number}"


def file_of(dataset: Dataset, format: Format) -> bytes:
    version = f"open-data-{version_of(dataset, format)}"
    content: bytes | None = cache.get(version)
    if content is None:
        content = format.written(dataset)
        cache.set(version, content, KEPT_SECONDS)
    return content
