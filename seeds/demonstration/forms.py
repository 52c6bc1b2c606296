"""Filled forms: the example of a procedure, about another person on another day."""

import re
from datetime import date
from typing import Any

import orjson

from procedures.models import ProcedureVersion
from seeds.demonstration.names import Person
from seeds.demonstration.people import MAI

#: In the examples the day of a birth, a stay or a move; dates of birth of grown-ups lie before.
RECENT_DAY = re.compile(r'"202\d-\d\d-\d\d"')


def example_about(person: Person, version: ProcedureVersion, *, on: date) -> dict[str, Any]:
    text = (
        orjson.dumps(version.form_example)
        .decode()
        .replace(MAI.full_name, person.full_name)
        .replace(MAI.identity_number, person.identity_number)
        .replace(MAI.born_on.isoformat(), person.born_on.isoformat())
    )
    form: dict[str, Any] = orjson.loads(RECENT_DAY.sub(f'"{on}"', text))
    return form
