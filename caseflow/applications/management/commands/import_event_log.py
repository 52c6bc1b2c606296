import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from caseflow.applications.importing import (
    mappings,
    offices,
    own_log,
    reading,
    retelling,
    sources,
    taking,
)
from caseflow.applications.importing.mappings import Mapping, MappingRefused, OwnFormat
from caseflow.applications.importing.reading import LogRefused
from caseflow.applications.importing.reporting import Report
from caseflow.applications.importing.sources import SourceCase


class Command(BaseCommand):
    help = "Take the cases of an older system from an event log (CSV or XES, also gzipped)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True, help="what the log's words mean")
        parser.add_argument("--dry-run", action="store_true", help="report and write nothing")

    def handle(self, *, file: Path, mapping: Path, dry_run: bool, **options: Any) -> None:
        report = Report(say=self.stdout.write)
        try:
            bring_in(file, mappings.load(mapping), report, dry_run=dry_run)
        except (MappingRefused, LogRefused, ValidationError) as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        for line in report.lines():
            self.stdout.write(line)
        if report.counts["rows refused"]:
            sys.exit(1)


def bring_in(file: Path, mapping: Mapping | OwnFormat, report: Report, *, dry_run: bool) -> None:
    if isinstance(mapping, OwnFormat):
        retell(file, mapping, report, dry_run=dry_run)
        return
    rows = reading.rows(file, columns=mapping.columns, delimiter=mapping.delimiter)
    with sources.gathered(rows, mapping, report) as cases:
        if dry_run:
            survey(cases, mapping, report)
        else:
            take(cases, mapping, report)


def retell(file: Path, mapping: OwnFormat, report: Report, *, dry_run: bool) -> None:
    now = timezone.now()
    if mapping.foreign and not dry_run:
        offices.make(mapping.foreign, at=now)
    rows = reading.rows(file, columns=own_log.COLUMNS, delimiter=",")
    with own_log.gathered(rows, report) as cases:
        retelling.Retelling(mapping.source, report, now).take(cases, dry_run=dry_run)


def survey(cases: Iterator[SourceCase], mapping: Mapping, report: Report) -> None:
    # What a foreign source hangs on would be made by the real run.
    if not mapping.foreign:
        offices.named_by(mapping)
    taking.survey(cases, report)


def take(cases: Iterator[SourceCase], mapping: Mapping, report: Report) -> None:
    now = timezone.now()
    if mapping.foreign:
        offices.make(mapping.foreign, at=now)
    found = offices.named_by(mapping)
    taking.Taking(mapping.source, mapping.assistance, found, report, now).take(cases)
