"""Forms from the inputs of verbs: the serializers list the fields, here they get their looks.

A form of this module only carries text between page and serializer. What is right is said by the
serializer alone, and its messages stand beside the fields.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from caseflow.desk import schema_forms

Choices = Sequence[tuple[str, Any]]
Source = serializers.Field[Any, Any, Any, Any]
Input = serializers.Serializer[Any]
FIRST_ROWS = 3
#: The body that is the procedure's own form; by its schema, not by a serializer's fields.
SHEET = "form"
LONG = 300


@dataclass(frozen=True, slots=True)
class Offer:
    """What a case offers for fields that name something: choices by field, and its own form."""

    choices: Mapping[str, Choices] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)
    #: The parts of the form that can be changed; None for all of it.
    only: Collection[str] | None = None


def text_widget(source: Source) -> forms.Widget:
    limit = getattr(source, "max_length", None) or 0
    return forms.Textarea({"rows": 4}) if limit > LONG else forms.TextInput()


def choice_widget(source: serializers.ChoiceField) -> forms.Widget:
    return select(list(source.choices.items()))


def select(choices: Choices) -> forms.Select:
    return forms.Select(choices=[("", "—"), *choices])


WIDGETS: dict[type[Source], Callable[[Any], forms.Widget]] = {
    serializers.ChoiceField: choice_widget,
    serializers.DateTimeField: lambda _source: forms.DateTimeInput({"type": "datetime-local"}),
    serializers.DateField: lambda _source: forms.DateInput({"type": "date"}),
    serializers.IntegerField: lambda _source: forms.NumberInput(),
    serializers.EmailField: lambda _source: forms.EmailInput(),
    serializers.Field: text_widget,
}


def widget_for(source: Source, offer: Offer) -> forms.Widget:
    choices = offer.choices.get(str(source.field_name))
    if choices is not None:
        widget: forms.Widget = select(choices)
    else:
        kind = next(kind for kind in WIDGETS if isinstance(source, kind))
        widget = WIDGETS[kind](source)
    if source.required:
        widget.attrs["required"] = True
    return widget


def carried(source: Source, offer: Offer) -> forms.Field:
    """A field that takes any text; the serializer judges it."""
    return forms.CharField(
        label=source.label,
        help_text=source.help_text or "",
        required=False,
        initial=None if source.default is serializers.empty else source.default,
        widget=widget_for(source, offer),
    )


class TextForm(forms.Form):
    """Fields that carry text, with messages of a serializer beside them."""

    def said(self) -> dict[str, str]:
        """What was filled in; an empty field was not sent."""
        self.full_clean()
        return {name: text for name, text in self.cleaned_data.items() if text != ""}

    def show(self, errors: Mapping[str, Any]) -> None:
        self.full_clean()
        for name, messages in errors.items():
            self.add_error(name if name in self.fields else None, messages)


def text_form(
    serializer: Input, offer: Offer, *, data: QueryDict | None, prefix: str = ""
) -> TextForm:
    form = TextForm(data, prefix=prefix or None)
    for name, source in serializer.fields.items():
        if not isinstance(source, serializers.ListField | serializers.DictField):
            form.fields[name] = carried(source, offer)
    return form


class Rows:
    """The rows of a list: some to begin with, more when asked; empty ones are not sent."""

    def __init__(
        self,
        name: str,
        source: serializers.ListField,
        row: Input,
        *,
        offer: Offer,
        data: QueryDict | None,
    ) -> None:
        self.name, self.label = name, source.label
        self.required = source.required
        self.more_name = f"{name}-more"
        self.count_name = f"{name}-rows"
        self.count = rows_asked(data, self.count_name, more=bool(data and self.more_name in data))
        self.forms = [
            text_form(row, offer, data=data, prefix=f"{name}-{place}")
            for place in range(self.count)
        ]
        for form in self.forms:
            for carried_field in form.fields.values():
                carried_field.widget.attrs.pop("required", None)

    def filled(self) -> list[TextForm]:
        return [form for form in self.forms if form.said()]

    def said(self) -> list[dict[str, str]]:
        return [form.said() for form in self.filled()]

    def show(self, errors: Mapping[Any, Any]) -> None:
        for place, form in enumerate(self.filled()):
            form.show(errors.get(place) or errors.get(str(place)) or {})


def rows_asked(data: QueryDict | None, name: str, *, more: bool) -> int:
    asked = str(data.get(name, "")) if data else ""
    count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else FIRST_ROWS
    return min(count + FIRST_ROWS * more, 50)


class InputForm:
    """Everything a verb asks for: single fields, lists of rows, and the case's own form."""

    def __init__(
        self,
        serializer_class: type[Input],
        *,
        offer: Offer,
        data: QueryDict | None = None,
    ) -> None:
        self.serializer_class = serializer_class
        blank = serializer_class()
        self.fields = text_form(blank, offer, data=data)
        self.lists = [
            Rows(name, source, source.child, offer=offer, data=data)
            for name, source in blank.fields.items()
            if isinstance(source, serializers.ListField)
            and isinstance(source.child, serializers.Serializer)
        ]
        self.sheets: dict[str, schema_forms.Sheet] = {}
        if SHEET in blank.fields and offer.schema and offer.only != ():
            self.sheets[SHEET] = schema_forms.Sheet(
                offer.schema, filled=offer.form, data=data, prefix=SHEET, only=offer.only
            )
        self.wants_more_rows = bool(data and any(rows.more_name in data for rows in self.lists))
        self.whole_errors: list[str] = []
        self.validated: dict[str, Any] = {}

    @property
    def sheet_list(self) -> list[schema_forms.Sheet]:
        return list(self.sheets.values())

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = dict(self.fields.said())
        body |= {rows.name: said for rows in self.lists if (said := rows.said()) or rows.required}
        body |= {name: sheet.said() for name, sheet in self.sheets.items() if sheet.is_changed()}
        return body

    def is_valid(self) -> bool:
        sent = self.serializer_class(data=self.body())
        if sent.is_valid():
            self.validated = sent.validated_data
            return True
        self.show(sent.errors)
        return False

    def refuse(self, fields: Mapping[str, Sequence[str]]) -> None:
        """What the verb found wrong, by path: beside its field where the page has it."""
        for path, said in fields.items():
            head, _dot, rest = path.partition(".")
            if head in self.sheets:
                self.sheets[head].show({rest: list(said)})
            elif head in self.fields.fields:
                self.show({head: said})
            else:
                self.whole_errors += [f"{rest or head}: {message}" for message in said]

    def show(self, errors: Mapping[str, Any]) -> None:
        single = {name: said for name, said in errors.items() if name in self.fields.fields}
        self.fields.show(single)
        for rows in self.lists:
            said = errors.get(rows.name, {})
            if isinstance(said, dict):
                rows.show(said)
            elif said:
                self.whole_errors += [str(message) for message in said] or [
                    str(_("Fill in at least one row."))
                ]
        self.whole_errors += [str(message) for message in errors.get("non_field_errors", [])]
