import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from caseflow.payments import reconciling
from caseflow.payments.models import StatementLine
from caseflow.payments.states import Match


class Command(BaseCommand):
    help = "Take a gateway's statement (CSV) and compare its days with the payments we hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=", ".join(reconciling.COLUMNS))

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            with file.open(encoding="utf-8-sig", newline="") as text:
                lines = reconciling.read(text)
        except (OSError, UnicodeDecodeError, reconciling.StatementRefused) as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        reconciling.take(lines)
        self.stdout.write(f"lines {len(lines)}")
        if lines and not self.compare(lines):
            sys.exit(1)

    def compare(self, lines: list[StatementLine]) -> bool:
        days = [timezone.localdate(line.paid_at) for line in lines]
        found = reconciling.reconcile(min(days), max(days))
        for line in found.lines:
            if line.match != Match.MATCHED:
                self.stdout.write(f"{line.transaction}: {line.match}, {line.ours} / {line.theirs}")
        for match, count in found.counts.items():
            self.stdout.write(f"{match.replace('_', ' ')} {count}")
        return found.agrees
