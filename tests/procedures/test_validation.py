from typing import Any

import pytest

from procedures.models import ProcedureVersion
from procedures.validation import form_errors

SCHEMA = {
    "type": "object",
    "properties": {
        "person": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "minLength": 2, "maxLength": 5},
                "number": {"type": "string", "pattern": "^[0-9]{3}$"},
                "born_on": {"type": "string", "format": "date"},
                "sex": {"enum": ["male", "female"]},
            },
            "required": ["name"],
            "additionalProperties": False,
        },
        "copies": {"type": "integer", "minimum": 1, "maximum": 9},
        "lines": {"type": "array", "items": {"type": "string"}, "maxItems": 2},
        "agreed": {"const": True},
        "email": {"type": "string", "format": "email"},
    },
    "required": ["person"],
    "additionalProperties": False,
}
GOOD = {"person": {"name": "Mai", "born_on": "1984-05-06"}, "copies": 2, "email": "a@b.vn"}


def errors(form: object, schema: dict[str, Any] = SCHEMA) -> dict[str, list[str]]:
    return form_errors(ProcedureVersion(form_schema=schema), form)


def test_a_form_that_fits_has_no_errors():
    assert errors(GOOD) == {}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"person": {}}, "person.name"),
        ({"person": {"name": "M"}}, "person.name"),
        ({"person": {"name": "Maximum"}}, "person.name"),
        ({"person": {"name": "Mai", "number": "12a"}}, "person.number"),
        ({"person": {"name": "Mai", "born_on": "1984-13-06"}}, "person.born_on"),
        ({"person": {"name": "Mai", "sex": "x"}}, "person.sex"),
        ({"person": {"name": "Mai", "age": 1}}, "person.age"),
        ({"person": "Mai"}, "person"),
        ({"copies": "2"}, "copies"),
        ({"copies": True}, "copies"),
        ({"copies": 0}, "copies"),
        ({"copies": 10}, "copies"),
        ({"lines": ["a", 1]}, "lines.1"),
        ({"lines": ["a", "b", "c"]}, "lines"),
        ({"agreed": False}, "agreed"),
        ({"email": "nobody"}, "email"),
        ({"other": 1}, "other"),
    ],
)
def test_each_error_names_its_field(change, path):
    assert list(errors(GOOD | change)) == [path]


def test_a_missing_group_is_named():
    assert list(errors({})) == ["person"]


@pytest.mark.parametrize("form", [[], "text", None, 7])
def test_a_form_that_is_no_group_of_fields_is_refused(form):
    assert list(errors(form)) == [""]


def test_every_error_of_a_form_is_told_at_once():
    assert len(errors({"copies": "x", "other": 1})) == 3


def test_the_values_of_a_person_stand_in_no_message():
    told = errors({"person": {"name": "Nguyễn Thị Bí Mật", "number": "secret"}})
    assert "Mật" not in str(told)
    assert "secret" not in str(told)


def test_messages_name_the_limit():
    assert "5" in errors({"person": {"name": "Maximum"}})["person.name"][0]


def test_a_pattern_that_runs_wild_elsewhere_stays_quick_here():
    schema = {"properties": {"x": {"type": "string", "pattern": "^(a+)+$"}}}
    assert list(errors({"x": "a" * 10_000 + "!"}, schema)) == ["x"]


def test_a_schema_that_points_to_the_network_is_refused():
    with pytest.raises(ValueError, match="points nowhere outside"):
        errors({}, {"$ref": "http://127.0.0.1:1/schema"})
