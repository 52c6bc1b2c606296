"""The open data: which tables there are, what their columns mean, and their rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.publishing.composing import SCHEMA
from caseflow.publishing.figures import RATES, Rate, figure
from caseflow.publishing.ladders import COUNTERS
from caseflow.publishing.models import Publication, PublishedLine
from caseflow.publishing.states import Kind, Table


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    #: Of SQL, as Parquet keeps it.
    type: str
    title: Promise | str
    meaning: Promise | str


@dataclass(frozen=True, slots=True)
class Dataset:
    name: str
    kind: Kind
    table: Table
    title: Promise
    description: Promise
    #: ISO 8601.
    rhythm: str

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS

    @property
    def schema(self) -> int:
        return SCHEMA


MONTHLY, QUARTERLY = "P1M", "P3M"
DATASETS = (
    Dataset(
        "province",
        Kind.MONTH,
        Table.TOTAL,
        _("Files of the province by month"),
        _("Filed and ended files of all public-administration service centres together."),
        MONTHLY,
    ),
    Dataset(
        "communes",
        Kind.MONTH,
        Table.PLACE,
        _("Files by commune and month"),
        _("By the commune of the centre that received the file."),
        MONTHLY,
    ),
    Dataset(
        "procedures",
        Kind.QUARTER,
        Table.PROCEDURE,
        _("Files by procedure and quarter"),
        _("By administrative procedure, over all centres of the province."),
        QUARTERLY,
    ),
)
BY_NAME = {dataset.name: dataset for dataset in DATASETS}

DAY = _("By the day in office time (+07:00) on which it happened.")
WITHHELD = _("Empty where there is nothing, or where too few files would be told of.")
TITLES = {field.name: field.verbose_name for field in PublishedLine._meta.concrete_fields}


def count_column(name: str) -> Column:
    return Column(name, "BIGINT", TITLES[name], format_lazy("{} {}", DAY, WITHHELD))


def rate_column(rate: Rate) -> Column:
    said = rate.definition
    return Column(rate.key, "DECIMAL(5,2)", said.name, said.definition)


COLUMNS = (
    Column("period", "VARCHAR", _("period"), _("A month as 2025-09, a quarter as 2025-Q3.")),
    Column("first_day", "DATE", _("first day"), _("Included.")),
    Column("last_day", "DATE", _("last day"), _("Included.")),
    Column(
        "publication",
        "INTEGER",
        _("publication"),
        _("Number of the signed publication the line stands in; corrections have a new number."),
    ),
    Column("code", "VARCHAR", _("code"), _("Of the commune or procedure; empty for the total.")),
    Column("name", "VARCHAR", _("name"), _("As it was at the publication.")),
    Column("name_en", "VARCHAR", _("English name"), _("Where there is one.")),
    *(count_column(name) for name in COUNTERS),
    Column(
        "median_seconds",
        "BIGINT",
        _("P50 of agency time"),
        _("Half of the ended files took the agency no longer; seconds, with an error of 1 %."),
    ),
    Column(
        "nine_tenths_seconds",
        "BIGINT",
        _("P90 of agency time"),
        _("Nine tenths of the ended files took the agency no longer; seconds, error 1 %."),
    ),
    *(rate_column(rate) for rate in RATES),
)

Row = tuple[Any, ...]


def rows(dataset: Dataset) -> Iterator[Row]:
    """Of all periods, as they are published now; in the order of `COLUMNS`."""
    lines = PublishedLine.objects.in_force().filter(
        table=dataset.table, publication__kind=dataset.kind
    )
    slim = lines.select_related("publication").only(
        *LINE_FIELDS, "publication__kind", "publication__first", "publication__last"
    )
    for line in slim.order_by("publication__first", "code").iterator(chunk_size=2000):
        yield row_of(line)


LINE_FIELDS = (
    "publication",
    "code",
    "name",
    "name_en",
    *COUNTERS,
    "median_seconds",
    "nine_tenths_seconds",
)


def row_of(line: PublishedLine) -> Row:
    publication = line.publication
    return (
        publication.period.code,
        publication.first,
        publication.last,
        publication.number,
        line.code,
        line.name,
        line.name_en,
        *line.counts.values(),
        line.median_seconds,
        line.nine_tenths_seconds,
        *(figure(rate, line).percent for rate in RATES),
    )


def newest(dataset: Dataset) -> Publication | None:
    """The last publication that changed the data set."""
    found = Publication.objects.filter(kind=dataset.kind).order_by("-number")
    return found.for_display().first()
