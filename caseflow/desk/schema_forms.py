"""Forms from the JSON schema of a procedure's version, and form data shown with its titles.

Nested groups are flattened to paths ("mother.full_name"), which is also how the messages of
`procedures.validation` name a field. What is right is said by the schema alone.
"""

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext

LONG = 200
TRUE = "true"


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a schema by its path, with the titles of the groups it lies in."""

    path: tuple[str, ...]
    title: str
    groups: tuple[str, ...]
    schema: Mapping[str, Any]
    required: bool

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def kind(self) -> str:
        kinds = self.schema.get("type", "string")
        return (
            next((kind for kind in kinds if kind != "null"), "string")
            if isinstance(kinds, list)
            else str(kinds)
        )


def title_of(schema: Mapping[str, Any], name: str) -> str:
    english = schema.get("x-title-en") if get_language() == "en" else None
    return str(english or schema.get("title") or name)


def lines_of(
    schema: Mapping[str, Any],
    path: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    *,
    required: bool = True,
) -> Iterator[Line]:
    wanted = schema.get("required", [])
    parts = schema.get("properties", {})
    for name in dict.fromkeys([*schema.get("x-order", []), *parts]):
        part = parts[name]
        title, needed = title_of(part, name), required and name in wanted
        if part.get("type") == "object" and "properties" in part:
            yield from lines_of(part, (*path, name), (*groups, title), required=needed)
        else:
            yield Line((*path, name), title, groups, part, needed)


def value_at(form: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        form = form.get(name) if isinstance(form, Mapping) else None
    return form


@dataclass(frozen=True, slots=True)
class Filled:
    title: str
    groups: tuple[str, ...]
    value: str


def filled_lines(schema: Mapping[str, Any], form: Mapping[str, Any]) -> list[Filled]:
    """What was filled in, in the order of the schema; then what the schema does not know."""
    lines = list(lines_of(schema))
    shown = [
        Filled(line.title, line.groups, in_words(value_at(form, line.path), line.schema))
        for line in lines
        if value_at(form, line.path) not in (None, "")
    ]
    known = {line.path[0] for line in lines}
    return shown + [
        Filled(name, (), in_words(value, {})) for name, value in form.items() if name not in known
    ]


def in_words(value: Any, schema: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return "; ".join(in_words(part, schema.get("items", {})) for part in value)
    if isinstance(value, Mapping):
        parts = schema.get("properties", {})
        return ", ".join(
            f"{title_of(parts.get(name, {}), name)}: {in_words(part, parts.get(name, {}))}"
            for name, part in value.items()
        )
    if schema.get("format") == "date":
        return "/".join(reversed(str(value).split("-")))
    return choice_title(value, schema)


def choice_title(value: Any, schema: Mapping[str, Any]) -> str:
    return next((title for key, title in choices_of(schema) if key == str(value)), str(value))


def choices_of(schema: Mapping[str, Any]) -> list[tuple[str, str]]:
    if "enum" in schema:
        labels = labels_of(schema)
        return [(str(key), str(labels.get(key, key))) for key in schema["enum"]]
    return [
        (str(option["const"]), title_of(option, str(option["const"])))
        for option in schema.get("oneOf", [])
        if "const" in option
    ]


def labels_of(schema: Mapping[str, Any]) -> Mapping[str, str]:
    """What a form's author calls the values of an enumeration, in the reader's language."""
    english: Mapping[str, str] = schema.get("x-labels-en", {}) if get_language() == "en" else {}
    labels: Mapping[str, str] = schema.get("x-labels", {})
    return english or labels


def widget_for(line: Line) -> forms.Widget:
    if choices := choices_of(line.schema):
        return forms.Select(choices=[("", "—"), *choices])
    match line.kind:
        case "boolean":
            answers = [("", "—"), (TRUE, gettext("yes")), ("false", gettext("no"))]
            return forms.Select(choices=answers)
        case "integer" | "number":
            return forms.NumberInput({"step": "any" if line.kind == "number" else "1"})
        case "array":
            return forms.Textarea({"rows": 3})
    if line.schema.get("format") == "date":
        return forms.DateInput({"type": "date"})
    long = line.schema.get("maxLength", 0) > LONG
    return forms.Textarea({"rows": 3}) if long else forms.TextInput()


def parsed(text: str, line: Line) -> Any:
    """The text as the kind the schema asks for; what does not fit stays text, and is refused."""
    try:
        match line.kind:
            case "integer":
                return int(text)
            case "number":
                return float(text)
    except ValueError:
        return text
    if line.kind == "boolean" and text in (TRUE, "false"):
        return text == TRUE
    if line.kind == "array":
        return [part.strip() for part in text.splitlines() if part.strip()]
    return text


def as_text(value: Any) -> str:
    if isinstance(value, bool):
        return TRUE if value else "false"
    if isinstance(value, list):
        return "\n".join(str(part) for part in value)
    return "" if value is None else str(value)


def lies_in(line: Line, parts: Collection[str]) -> bool:
    """Whether the field is one of these, or belongs to a group of these."""
    return any(line.name == part or line.name.startswith(f"{part}.") for part in parts)


class Sheet:
    """A procedure's form on a page: what it held, what was typed, what is wrong with it."""

    def __init__(
        self,
        schema: Mapping[str, Any],
        *,
        filled: Mapping[str, Any] | None = None,
        data: QueryDict | None = None,
        prefix: str = "form",
        only: Collection[str] | None = None,
    ) -> None:
        """`only` names fields and groups by path; the others keep what they held."""
        self.lines = [line for line in lines_of(schema) if only is None or lies_in(line, only)]
        self.filled = filled or {}
        self.kept: Mapping[str, Any] = {} if only is None else self.filled
        self.title = title_of(schema, gettext("Form"))
        self.fields = forms.Form(data, prefix=prefix)
        for line in self.lines:
            self.fields.fields[line.name] = forms.CharField(
                label=" › ".join((*line.groups, line.title)),
                required=False,
                help_text=line.schema.get("description", ""),
                initial=as_text(value_at(self.filled, line.path)),
                widget=widget_for(line),
            )
            if line.required:
                self.fields.fields[line.name].widget.attrs["required"] = True
        self.whole_errors: list[str] = []

    def said(self) -> dict[str, Any]:
        self.fields.full_clean()
        form: dict[str, Any] = deepcopy(dict(self.kept))
        for line in self.lines:
            *groups, name = line.path
            text, group = self.fields.cleaned_data[line.name], form
            for step in groups if text or value_at(form, line.path) is not None else ():
                group = group.setdefault(step, {})
            if text:
                group[name] = parsed(text, line)
            elif value_at(form, line.path) is not None:
                del group[name]
        return form

    def is_changed(self) -> bool:
        return self.said() != self.filled

    def show(self, errors: Mapping[str, list[str]]) -> None:
        """Messages by path; those for no field of the page stand above it."""
        self.fields.full_clean()
        for path, messages in errors.items():
            if path in self.fields.fields:
                self.fields.add_error(path, messages)
            else:
                self.whole_errors += [f"{path}: {said}" if path else said for said in messages]
