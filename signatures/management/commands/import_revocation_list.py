from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from signatures.certificates import lists
from signatures.certificates.reading import ImportRefused


class Command(BaseCommand):
    help = "Takes an authority's revocation list (PEM, DER); the register follows it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            kept = lists.keep(path.read_bytes(), source=path.name, at=timezone.now())
        except ImportRefused as refusal:
            raise CommandError(f"{refusal.field}: {refusal.message}") from refusal
        except OSError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"{kept}")
        self.stdout.write(f"entries {kept.entries}")
