from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseflow.applications import grants
from caseflow.applications.grants import RoleRefused


class Command(BaseCommand):
    help = (
        "Give the application role its rights on the tables; run by their owner, after migrating. "
        "It may read and add events, and neither change nor remove them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role that the web and the workers log in with")

    def handle(self, *, role: str, **options: Any) -> None:
        try:
            grants.refuse_unknown(role)
            if grants.has_the_owners_rights(role):
                self.stdout.write(
                    f"{role} has the rights of the owner: nothing was granted, and the database "
                    "cannot keep it from changing events. Let the application use its own role."
                )
                return
            grants.grant(role)
        except RoleRefused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.stdout.write(f"{role} may serve, and only read and add events")
