"""Form data against the schema of a version, answered in plain words by field."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NoReturn

import jsonschema_rs
from django.utils.translation import gettext_lazy as _

from procedures.models import ProcedureVersion
from procedures.states import VersionState

#: Where a message about the form as a whole stands.
WHOLE = ""
OTHERWISE = _("This value does not fit the form.")
MESSAGES = {
    "required": _("This field is required."),
    "additionalProperties": _("The form has no such field."),
    "type": _("This value is of the wrong kind; expected: {types}."),
    "enum": _("Not one of the possible values: {options}."),
    "const": _("Not the expected value."),
    "pattern": _("This value does not have the expected shape."),
    "format": _("This value is not a correct {format}."),
    "minLength": _("At least {limit} characters."),
    "maxLength": _("At most {limit} characters."),
    "minimum": _("Not less than {limit}."),
    "maximum": _("Not more than {limit}."),
    "exclusiveMinimum": _("More than {limit}."),
    "exclusiveMaximum": _("Less than {limit}."),
    "minItems": _("At least {limit} entries."),
    "maxItems": _("At most {limit} entries."),
    "uniqueItems": _("Every entry may stand here once."),
}
TYPES = {
    "string": _("text"),
    "integer": _("whole number"),
    "number": _("number"),
    "boolean": _("yes or no"),
    "array": _("list"),
    "object": _("group of fields"),
    "null": _("nothing"),
}
FORMATS = {
    "date": _("date (YYYY-MM-DD)"),
    "date-time": _("date with time"),
    "time": _("time"),
    "email": _("e-mail address"),
    "uri": _("web address"),
}


def form_errors(version: ProcedureVersion, form: object) -> dict[str, list[str]]:
    """What is wrong, by path ("mother.full_name"); empty when the form fits.

    The values are not repeated: a message may be logged, a person's data may not.
    """
    errors: dict[str, list[str]] = {}
    for error in validator_for(version).iter_errors(form):
        for path in paths(error):
            errors.setdefault(path, []).append(message(error.kind))
    return errors


def validator_for(version: ProcedureVersion) -> jsonschema_rs.Draft202012Validator:
    """Compiled once for a version that can no longer change; its schema need not be loaded."""
    if version.state == VersionState.DRAFT:
        return compiled(version.form_schema)
    return validator_of_published(version.pk)


@lru_cache(maxsize=4096)
def validator_of_published(version_id: int) -> jsonschema_rs.Draft202012Validator:
    schemas = ProcedureVersion.objects.values_list("form_schema", flat=True)
    return compiled(schemas.get(pk=version_id))


def compiled(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        schema,
        validate_formats=True,
        retriever=refuse,
        pattern_options=jsonschema_rs.RegexOptions(),  # linear time whatever the pattern
    )


def refuse(address: str) -> NoReturn:
    raise LookupError(f"a form schema points nowhere outside itself: {address}")


def paths(error: jsonschema_rs.ValidationError) -> Iterator[str]:
    """A missing or surplus field is named itself, not the group it belongs to."""
    place = [str(step) for step in error.instance_path]
    match error.kind.name:
        case "required":
            yield ".".join([*place, error.kind.as_dict()["property"]])
        case "additionalProperties":
            for name in error.kind.as_dict()["unexpected"]:
                yield ".".join([*place, name])
        case _:
            yield ".".join(place) or WHOLE


def message(kind: jsonschema_rs.ValidationErrorKind) -> str:
    facts: dict[str, Any] = kind.as_dict()
    if "types" in facts:
        facts["types"] = ", ".join(str(TYPES.get(name, name)) for name in facts["types"])
    if "options" in facts:
        facts["options"] = ", ".join(map(str, facts["options"]))
    if "format" in facts:
        facts["format"] = FORMATS.get(facts["format"], facts["format"])
    return str(MESSAGES.get(kind.name, OTHERWISE)).format(**facts)
