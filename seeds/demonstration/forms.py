"""Filled forms: the example of a procedure, with the person it is about replaced."""

from typing import Any

import orjson

from procedures.models import ProcedureVersion
from seeds.demonstration.names import Person
from seeds.demonstration.people import MAI


def example_about(person: Person, version: ProcedureVersion) -> dict[str, Any]:
    text = (
        orjson.dumps(version.form_example)
        .decode()
        .replace(MAI.full_name, person.full_name)
        .replace(MAI.identity_number, person.identity_number)
        .replace(MAI.born_on.isoformat(), person.born_on.isoformat())
    )
    form: dict[str, Any] = orjson.loads(text)
    return form
