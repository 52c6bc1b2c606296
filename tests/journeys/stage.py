"""Sets the stage in the database that the environment names, and tells what stands on it."""

import json
import sys

import django


def main() -> None:
    django.setup()
    # Models can only be imported once Django is set up.
    from django.core.management import call_command  # noqa: PLC0415

    from tests import factories  # noqa: PLC0415

    office, elsewhere = factories.an_office(), factories.an_office()
    procedure = factories.a_procedure().procedure
    people = {role: office.colleague(role).username for role in ("clerk", "officer", "leader")}
    people["citizen"] = factories.a_citizen().username
    people["supervisor"] = factories.a_supervisor().username
    call_command("make_demonstration_certificate", stdout=sys.stderr)
    told = {
        "center": office.center.code,
        "elsewhere": elsewhere.center.code,
        "procedure": procedure.code,
        "people": people,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
