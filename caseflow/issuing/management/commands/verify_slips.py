import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseflow.issuing.models import Slip
from caseflow.issuing.reproducing import Proof, every_slip, some_slips


class Command(BaseCommand):
    help = "Make every kept slip again from its data sheet; name those that come out otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", type=int, metavar="N", help="only so many, by lot")
        parser.add_argument("--application", metavar="NUMBER", help="only those of this one")

    def handle(self, *, sample: int | None, application: str | None, **options: Any) -> None:
        if sample is not None and sample < 1:
            raise CommandError("A sample has at least one slip.", returncode=2)
        slips = some_slips(sample) if sample else every_slip()
        if application:
            slips = Slip.objects.filter(application__number=application).order_by("pk").iterator()
        proof = Proof()
        for difference in proof.of(slips):
            self.stdout.write(str(difference))
        for name in ("slips", "erased", "differences"):
            self.stdout.write(f"{name} {getattr(proof, name)}")
        if proof.differences:
            sys.exit(1)
