import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procedures.catalogue import Report, import_catalogue


class Command(BaseCommand):
    help = "Import records of the national portal (.jsonl or .jsonl.gz), one procedure a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"no such file: {file}", returncode=2)
        try:
            report = import_catalogue(file, at=timezone.now())
        except PermissionError as error:
            raise CommandError(str(error), returncode=2) from error
        self.show(report)
        if report.refused:
            sys.exit(1)

    def show(self, report: Report) -> None:
        for refusal in report.refused:
            self.stderr.write(f"line {refusal.line}: {refusal.reason}")
        self.stdout.write(f"procedures {report.procedures}")
        self.stdout.write(f"created {report.created}")
        self.stdout.write(f"unchanged {report.unchanged}")
        self.stdout.write(f"new versions {report.new_versions}")
        self.stdout.write(f"doubts {report.doubts.total()}")
        for kind, count in report.doubts.most_common():
            self.stdout.write(f"doubts {kind} {count}")
        self.stdout.write(f"refused {len(report.refused)}")
