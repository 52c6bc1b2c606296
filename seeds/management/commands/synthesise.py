import os
import resource
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from seeds.demonstration import loading, year
from seeds.models import Synthesis

SECONDS_PER_LINE = 10.0


class Command(BaseCommand):
    help = (
        "Write so many synthetic files with whole chains, of the year up to yesterday or of other"
        " days, spread like the demonstration's week. An interrupted run is gone on with."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked = parser.add_mutually_exclusive_group(required=True)
        asked.add_argument("--applications", type=int, metavar="N", help="how many files")
        asked.add_argument("--join", type=int, metavar="KEY", help="help a run that is under way")
        day = date.fromisoformat
        parser.add_argument("--from", type=day, dest="first_day", metavar="DAY", help="first day")
        parser.add_argument("--to", type=day, dest="last_day", metavar="DAY", help="last day")
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="by default as processors"
        )
        parser.add_argument(
            "--force", action="store_true", help="write even where live applications are kept"
        )

    def handle(self, *, applications: int, join: int | None, **options: Any) -> None:
        if join:
            self.join(Synthesis.objects.get(pk=join))
            return
        synthesis = self.begun(applications, **options)
        self.stdout.write(f"{synthesis.first_day} to {synthesis.last_day}")
        with beside(synthesis, options["processes"] - 1):
            self.carry_out(synthesis)
        self.say_what_it_took(synthesis)

    def begun(
        self,
        applications: int,
        *,
        first_day: date | None,
        last_day: date | None,
        force: bool,
        **_others: Any,
    ) -> Synthesis:
        at = timezone.now()
        try:
            if not loading.is_loaded():
                loading.load(at=at, say=self.stdout.write, among_real_files=force)
            return year.begin(applications, at=at, first_day=first_day, last_day=last_day)
        except (loading.LoadRefused, year.SynthesisRefused) as refusal:
            raise CommandError(str(refusal)) from None

    def join(self, synthesis: Synthesis) -> None:
        province = year.Province.read()
        while year.write_next(synthesis, province):
            pass

    def carry_out(self, synthesis: Synthesis) -> None:
        province, said = year.Province.read(), monotonic()
        began, before = said, year.progress(synthesis).written
        while year.write_next(synthesis, province):
            if monotonic() - said > SECONDS_PER_LINE:
                said = monotonic()
                written = year.progress(synthesis).written
                pace = (written - before) / (said - began)
                self.stdout.write(
                    f"applications {written} of {synthesis.applications}, {pace:.0f} a second"
                )

    def say_what_it_took(self, synthesis: Synthesis) -> None:
        done = year.progress(synthesis)
        self.stdout.write(f"applications {done.written} of {done.applications}")
        for whose, who in {
            "this process": resource.RUSAGE_SELF,
            "the largest other": resource.RUSAGE_CHILDREN,
        }.items():
            used = resource.getrusage(who)
            self.stdout.write(f"memory of {whose}: {used.ru_maxrss // 1024} MB at most")
        if not done.is_done:
            raise CommandError("Some parts are not written yet; the same command goes on.")


@contextmanager
def beside(synthesis: Synthesis, processes: int) -> Iterator[None]:
    """As many processes take parts too; the block ends when they have found none left."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "synthesise"]
    helpers = [
        subprocess.Popen([*command, "--join", str(synthesis.pk)])  # noqa: S603 (our own command)
        for _number in range(processes)
    ]
    try:
        yield
    except BaseException:
        for helper in helpers:
            helper.terminate()
        raise
    finally:
        for helper in helpers:
            helper.wait()
