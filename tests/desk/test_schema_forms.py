"""Form data as people read it: with the titles and labels of the schema, in their language."""

from typing import Any

import pytest
from django.utils.translation import override

from caseflow.desk.schema_forms import choices_of, filled_lines

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "born_on": {"type": "string", "format": "date", "title": "Ngày sinh"},
        "home": {
            "title": "Chỗ ở",
            "enum": ["owned", "rented"],
            "x-labels": {"owned": "Thuộc sở hữu", "rented": "Thuê"},
            "x-labels-en": {"owned": "Owned", "rented": "Rented"},
        },
    },
}


@pytest.mark.parametrize(("language", "label"), [("vi", "Thuê"), ("en", "Rented")])
def test_a_chosen_value_is_shown_by_its_label(language: str, label: str) -> None:
    with override(language):
        (line,) = filled_lines(SCHEMA, {"home": "rented"})
    assert line.value == label


def test_a_value_without_label_is_shown_as_it_is() -> None:
    assert choices_of({"enum": ["owned", 3]}) == [("owned", "owned"), ("3", "3")]


def test_a_date_is_shown_day_first() -> None:
    (line,) = filled_lines(SCHEMA, {"born_on": "2026-11-02"})
    assert line.value == "02/11/2026"
