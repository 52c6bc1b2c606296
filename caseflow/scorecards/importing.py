"""Registers from CSV files: every line is held to the form of the register, all or nothing."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.db import models, transaction
from django.forms import ModelForm
from django.utils.translation import gettext as _

from caseflow.accounts.models import User
from caseflow.scorecards import revising

LINES = 5000
MEGABYTES = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong; line 1 is the heading, column is empty where the whole line is meant."""

    line: int
    column: str
    text: str


class Refused(Exception):
    """Nothing was imported."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Imported:
    added: int
    changed: int


def read(content: bytes, form: type["ModelForm[Any]"]) -> list[tuple[int, dict[str, str]]]:
    """The lines with their numbers. Raises `Refused` for what is no such table."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(1, _("The file is not UTF-8; save it as “CSV UTF-8”.")) from None
    if "\x00" in text:
        raise refused(1, _("This is not a text file; save the table as CSV."))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    heading = [name.strip() for name in next(reader, [])]
    hold_to_columns(heading, form)
    rows = list(numbered(reader, heading))
    if len(rows) > LINES:
        raise refused(LINES + 2, _("Import %(count)d lines at most at once.") % {"count": LINES})
    return rows


def numbered(reader: Any, heading: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Empty lines are passed over, missing cells are empty."""
    for cells in reader:
        if len(cells) > len(heading):
            raise refused(reader.line_num, _("The line has more cells than the heading."))
        values = [cell.strip() for cell in cells] + [""] * (len(heading) - len(cells))
        if any(values):
            yield reader.line_num, dict(zip(heading, values, strict=True))


def delimiter_of(text: str) -> str:
    """Spreadsheets in Vietnamese separate by semicolons."""
    heading = text.partition("\n")[0]
    return ";" if heading.count(";") > heading.count(",") else ","


def hold_to_columns(heading: Sequence[str], form: type["ModelForm[Any]"]) -> None:
    wanted = list(form.base_fields)
    unknown = [name for name in heading if name not in wanted]
    required = [name for name, field in form.base_fields.items() if field.required]
    missing = [name for name in required if name not in heading]
    if unknown or missing or len(set(heading)) < len(heading):
        text = _("The heading has to name these columns, each once: %(columns)s.")
        raise refused(1, text % {"columns": ", ".join(wanted)})


def take(
    rows: Sequence[tuple[int, dict[str, str]]],
    form: type["ModelForm[Any]"],
    key: tuple[str, ...],
    *,
    by: User | None,
    at: datetime,
) -> Imported:
    """Adds the rows, or corrects those with the same key. Raises `Refused`, changing nothing."""
    problems: list[Problem] = []
    added = 0
    with transaction.atomic():
        for line, values in rows:
            filled = bound(values, form, key)
            if filled.is_valid():
                added += filled.instance.pk is None
                revising.save(filled.save(commit=False), by=by, at=at)
            else:
                problems += problems_of(line, filled)
        if problems:
            raise Refused(problems)
    return Imported(added, len(rows) - added)


def bound(
    values: Mapping[str, str], form: type["ModelForm[Any]"], key: tuple[str, ...]
) -> "ModelForm[Any]":
    """With the row that has the same key, where there is one."""
    asked = form(values)
    asked.is_valid()
    known = {name: asked.cleaned_data[name] for name in key if name in asked.cleaned_data}
    if len(known) < len(key):
        return asked
    model: type[models.Model] = form._meta.model
    existing = model._default_manager.filter(**known).first()
    return form(values, instance=existing) if existing else asked


def problems_of(line: int, filled: "ModelForm[Any]") -> Iterator[Problem]:
    for column, texts in filled.errors.items():
        for text in texts:
            yield Problem(line, "" if column == "__all__" else column, str(text))


def refused(line: int, text: str) -> Refused:
    return Refused([Problem(line, "", text)])
