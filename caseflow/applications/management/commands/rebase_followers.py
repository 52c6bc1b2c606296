from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from caseflow.applications.following import rebase


class Command(BaseCommand):
    help = "After a restore into another database cluster: let followers find new events again."

    def handle(self, **_options: Any) -> None:
        for name in settings.FOLLOWERS:
            self.stdout.write(f"{name} {rebase(name)}")
