from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from caseflow.publishing.making import NotPublishable, Wish, publish
from caseflow.publishing.periods import NotAPeriod, period_of


class Command(BaseCommand):
    help = "Publish the figures of past periods: 2025-09 is a month, 2025-Q3 a quarter."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("periods", nargs="+", metavar="PERIOD")

    def handle(self, *, periods: list[str], **options: Any) -> None:
        for code in periods:
            try:
                made = publish(Wish(period=period_of(code)), by=None, at=timezone.now())
            except NotAPeriod:
                raise CommandError(
                    f"{code}: write a month as 2025-09, a quarter as 2025-Q3"
                ) from None
            except NotPublishable as told:
                raise CommandError(f"{code}: {told}") from told
            self.stdout.write(f"publication {made.number} {code} {made.digest}")
