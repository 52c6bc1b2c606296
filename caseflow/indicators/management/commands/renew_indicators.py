import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from caseflow.indicators import renewing
from caseflow.indicators.models import Renewal

SECONDS_PER_LINE = 5.0


class Command(BaseCommand):
    help = (
        "Reads all facts anew from the log and counts everything from them, together with the"
        " Celery workers and other runs of this command. An interrupted run is gone on with."
    )

    def handle(self, **_options: Any) -> None:
        renewal = renewing.begin(at=timezone.now())
        while not Renewal.objects.filter(pk=renewal.pk).exclude(finished_at=None).exists():
            renewing.ask_for_help()
            if not renewing.carry_out(seconds=SECONDS_PER_LINE):
                time.sleep(1)
            left = renewing.progress(renewal)
            self.stderr.write(
                f"cases left {left.keys_left}, months left {left.months_left},"
                f" facts changed {left.changed}"
            )
        self.stdout.write(f"changed {renewing.progress(renewal).changed}")
