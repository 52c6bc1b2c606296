from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from signatures.backends.pkcs12 import Pkcs12Backend
from signatures.demonstration import make_demonstration_key
from signatures.models import Certificate


class Command(BaseCommand):
    help = "Makes the key that signs the demonstration's results, once, and registers it."

    def handle(self, *args: Any, **options: Any) -> None:
        made = make_demonstration_key(at=timezone.now())
        certificate = Certificate.objects.register(Pkcs12Backend(holder="").certificate())
        verb = "made" if made else "exists"
        self.stdout.write(f"certificate {verb}: {certificate}, valid to {certificate.valid_to:%F}")
        self.stdout.write(f"key at {settings.SIGNATURES_PKCS12_FILE}")
