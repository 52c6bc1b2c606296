import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseflow.applications.models import Application
from caseflow.applications.verification import Verification


class Command(BaseCommand):
    help = "Prove every chain of events, or name what was changed, removed, inserted or reordered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--application", metavar="NUMBER", help="prove this one only")

    def handle(self, *, application: str | None, **options: Any) -> None:
        cases = Application.objects.all()
        if application:
            cases = cases.filter(number=application)
            if not cases.exists():
                raise CommandError(f"There is no application {application}.", returncode=2)
        verification = Verification()
        for fault in verification.of(cases):
            self.stdout.write(str(fault))
        for name in ("applications", "events", "erased", "faults"):
            self.stdout.write(f"{name} {getattr(verification, name)}")
        if verification.faults:
            sys.exit(1)
