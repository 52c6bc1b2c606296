from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from signatures.certificates.enrolling import enrol
from signatures.demonstration import EVERYBODYS


class Command(BaseCommand):
    help = "Makes the keys that every demonstration needs, once, and registers them."

    def handle(self, *args: Any, **options: Any) -> None:
        new = enrol(EVERYBODYS, at=timezone.now())
        self.stdout.write(f"certificates registered {new}, there already {len(EVERYBODYS) - new}")
        self.stdout.write(f"keys in {settings.SIGNATURES_PKCS12_DIR}")
