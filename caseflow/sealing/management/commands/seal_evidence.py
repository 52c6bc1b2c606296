from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from caseflow.sealing import making, stamping


class Command(BaseCommand):
    help = "Seal every day up to yesterday that has no seal yet; beat does it each night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--through", metavar="DATE", type=date.fromisoformat, help="instead of yesterday"
        )

    def handle(self, *, through: date | None, **options: Any) -> None:
        today = timezone.localdate()
        if through and through > today:
            raise CommandError("A day that has not begun cannot be sealed.", returncode=2)
        last = through or today - timedelta(days=1)
        made = making.seal_missing(through=last, at=timezone.now())
        for seal in made:
            self.stdout.write(f"seal {seal.number} of {seal.day}: {seal.chains} chains")
        self.stdout.write(f"seals {len(made)}")
        self.stdout.write(f"stamps {stamping.stamp_waiting()}")
