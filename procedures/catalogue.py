"""The national portal's catalogue, read line by line and published where it says something new.

A procedure may also stand in the reference data. What people drew up with care there outlives
an import: names, form, papers, exemptions, steps, time limit and level of online service are
carried over, and so are fees that the record leaves in doubt. A time limit that contradicts the
record becomes a doubt. The record itself is kept whole beside them.
"""

import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

import orjson
from django.contrib.auth.models import AbstractBaseUser

from procedures import drafting
from procedures.drafting import Draft
from procedures.models import Doubt, Fee, ProcedureVersion, RequiredPaper, Step, VersionPart
from procedures.parsing.records import BadRecord, read_record
from procedures.states import DoubtKind, Provenance

BATCH = 200
LONGEST_LINE = 4 * 1024 * 1024
CURATED = ("online_level", "partly_reason", "form_schema", "form_example", "mark")
LIMIT = ("limit_amount", "limit_unit", "limit_cutoff", "limit_text")
GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Refusal:
    line: int
    reason: str


@dataclass(slots=True)
class Report:
    procedures: int = 0
    created: int = 0
    unchanged: int = 0
    new_versions: int = 0
    doubts: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)


def import_catalogue(path: Path, *, at: datetime, by: AbstractBaseUser | None = None) -> Report:
    """Publish what is new in the file; a line that cannot be read is refused and named."""
    report = Report()
    with path.open("rb") as file:
        drafts = read_drafts(lines_of(file), report)
        while batch := list(islice(drafts, BATCH)):
            keep_curated(batch)
            report.doubts.update(doubt.kind for draft in batch for doubt in doubts_of(draft))
            outcome = drafting.write(batch, provenance=Provenance.PORTAL, at=at, by=by)
            report.created += len(outcome.created)
            report.new_versions += len(outcome.renewed)
            report.unchanged += len(outcome.unchanged)
    return report


def lines_of(file: io.BufferedReader) -> Iterator[bytes | Refusal]:
    """Lines without their end, gzipped or not; never more than one of them in memory."""
    zipped = file.peek(2)[:2] == GZIP_MAGIC
    source = gzip.GzipFile(fileobj=file) if zipped else file
    number = 0
    try:
        while line := source.readline(LONGEST_LINE):
            number += 1
            yield line if line.endswith(b"\n") else rest_of(line, source, number)
    except (EOFError, OSError, zlib.error) as error:
        yield Refusal(number + 1, f"the file breaks off: {error}")


def rest_of(line: bytes, source: io.BufferedIOBase, number: int) -> bytes | Refusal:
    """The last line of a file, or the refusal of one too long to be held."""
    if len(line) < LONGEST_LINE:
        return line
    while (more := source.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass
    return Refusal(number, f"longer than {LONGEST_LINE} bytes")


def read_drafts(lines: Iterable[bytes | Refusal], report: Report) -> Iterator[Draft]:
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        try:
            draft = read_line(line)
            first = seen.setdefault(draft.procedure.code, number)
            if first != number:
                raise BadRecord(f"{draft.procedure.code} stands already in line {first}")
        except BadRecord as error:
            report.refused.append(Refusal(number, str(error)))
            continue
        report.procedures += 1
        yield draft


def read_line(line: bytes | Refusal) -> Draft:
    if isinstance(line, Refusal):
        raise BadRecord(line.reason)
    try:
        return read_record(orjson.loads(line.removeprefix(b"\xef\xbb\xbf")))
    except orjson.JSONDecodeError as error:
        raise BadRecord(f"not JSON: {error}") from error


def keep_curated(drafts: Iterable[Draft]) -> None:
    by_code = {draft.procedure.code: draft for draft in drafts}
    curated = ProcedureVersion.objects.filter(
        procedure__code__in=by_code, provenance=Provenance.CURATED
    )
    parts = ("required_papers", "fees", "exemptions", "steps")
    latest = curated.latest_of_each().select_related("procedure").prefetch_related(*parts)
    for version in latest:
        carry_over(version, by_code[version.procedure.code])


def carry_over(curated: ProcedureVersion, draft: Draft) -> None:
    draft.procedure.name = curated.procedure.name
    draft.procedure.name_en = curated.procedure.name_en
    draft.version.source = f"{draft.version.source}; {curated.source}"
    draft.parts = [
        *(part for part in draft.parts if not isinstance(part, RequiredPaper | Step)),
        *map(copy_of, curated.required_papers.all()),
        *map(copy_of, curated.exemptions.all()),
        *map(copy_of, curated.steps.all()),
    ]
    if curated.limit_unit:
        draft.parts += contradiction(curated, draft.version)
        copy_fields(LIMIT, curated, draft.version)
    copy_fields(CURATED, curated, draft.version)
    keep_fees(curated, draft)


def copy_fields(names: Iterable[str], source: ProcedureVersion, target: ProcedureVersion) -> None:
    for name in names:
        setattr(target, name, getattr(source, name))


def contradiction(curated: ProcedureVersion, read: ProcedureVersion) -> Iterator[Doubt]:
    """People decide between a limit drawn up with care and another one that was read."""
    known = (curated.limit_amount, curated.limit_unit)
    if read.limit_unit and (read.limit_amount, read.limit_unit) != known:
        raw = f"{read.limit_text} ≠ {curated.limit_text}"
        yield Doubt(subject="time_limit", kind=DoubtKind.SOURCES_DISAGREE, raw=raw)


def keep_fees(curated: ProcedureVersion, draft: Draft) -> None:
    """The curated fees where the record leaves one in doubt."""
    if any(doubt.subject == "fees" for doubt in doubts_of(draft)):
        draft.parts = [part for part in draft.parts if not isinstance(part, Fee)]
        draft.parts += map(copy_of, curated.fees.all())


def doubts_of(draft: Draft) -> list[Doubt]:
    return [part for part in draft.parts if isinstance(part, Doubt)]


def copy_of(part: VersionPart) -> VersionPart:
    """An unsaved copy for another version."""
    values = {
        column.attname: getattr(part, column.attname)
        for column in part._meta.concrete_fields
        if column.name not in ("id", "version")
    }
    return type(part)(**values)
