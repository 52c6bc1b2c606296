from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from signatures.certificates import fetching


class Command(BaseCommand):
    help = "Fetches the revocation lists of SIGNATURES_REVOCATION_URLS whose time has come."

    def handle(self, *args: Any, **options: Any) -> None:
        tried = fetching.fetch_due(at=timezone.now())
        failed = [service for service in tried if service.failures]
        self.stdout.write(f"fetched {len(tried) - len(failed)}")
        self.stdout.write(f"failed {len(failed)}")
        if failed:
            raise CommandError("\n".join(f"{one.url}: {one.problem}" for one in failed))
