from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from seeds import agencies, calendars, places, procedures, published_figures, scorecards

# Each answers with counts by name; a second run changes nothing.
LOADERS = (
    places.load,
    agencies.load,
    calendars.load,
    procedures.load,
    published_figures.load,
    scorecards.load,
)


class Command(BaseCommand):
    help = "Load the reference data: places, agencies, calendars, procedures."

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        for load in LOADERS:
            with transaction.atomic():
                counts = load(at=at)
            for name, count in counts.items():
                self.stdout.write(f"{name} {count}")
