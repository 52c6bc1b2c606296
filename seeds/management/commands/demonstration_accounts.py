from typing import Any

from django.core.management.base import BaseCommand

from seeds.demonstration.people import ACCOUNTS, PASSWORD, demonstration_center


class Command(BaseCommand):
    help = "Print the demonstration's accounts and where their people work."

    def handle(self, **options: Any) -> None:
        center = demonstration_center()
        self.stdout.write(f"\nDemonstration accounts, password {PASSWORD}:")
        for account in ACCOUNTS:
            place = f"{center.name} ({center.code})" if account.title else ""
            name = f"{account.family} {account.given}"
            self.stdout.write(f"  {account.username:<11}{name:<24}{place}".rstrip())
        self.stdout.write(
            "WARNING: these accounts and their password are public. They exist only in"
            " demonstration data; keep this installation away from real files."
        )
