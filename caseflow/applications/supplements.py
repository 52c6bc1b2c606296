"""What a supplement request asks for, and how an answer is held to just that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from caseflow.applications.refusals import InputRefused
from procedures.models import ProcedureVersion, RequiredPaper

Form = Mapping[str, Any]
#: The key of a paper that no list foresees; what it is, only words say, so nobody can check it.
OTHER_PAPER = "other"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a version of a procedure consists of, as far as a citizen hands it in."""

    #: By key, whether it is handed in; a paper that is only shown leaves no trace.
    papers: Mapping[str, bool]
    #: Paths of fields and groups.
    fields: frozenset[str]
    names: Mapping[str, str]

    def named(self, part: str) -> str:
        """For people, with the key that a program needs."""
        return f"{self.names[part]} ({part})" if self.names.get(part) else part


@lru_cache(maxsize=1024)
def parts_of(version_id: int) -> Parts:
    """A version under which cases were filed never changes."""
    papers = list(RequiredPaper.objects.filter(version=version_id))
    schema = ProcedureVersion.objects.values_list("form_schema", flat=True).get(pk=version_id)
    fields = dict(field_titles(schema))
    return Parts(
        papers={paper.key: not paper.shown_only for paper in papers},
        fields=frozenset(fields),
        names=fields | {paper.key: paper.name for paper in papers},
    )


def field_titles(schema: Form, group: str = "") -> Iterator[tuple[str, str]]:
    """Every field and group of fields ("mother.full_name"), as messages about a form name it."""
    for name, part in schema.get("properties", {}).items():
        yield group + name, part.get("title", "")
        yield from field_titles(part, f"{group}{name}.")


def refuse_unknown_parts(version_id: int, items: Sequence[Mapping[str, str]]) -> None:
    parts, wrong = parts_of(version_id), {}
    for place, item in enumerate(items):
        paper, field = item.get("paper"), item.get("field")
        if paper and paper != OTHER_PAPER and paper not in parts.papers:
            message = _("This procedure asks for no paper with this key.")
            wrong[f"items.{place}.paper"] = [message]
        if field and field not in parts.fields:
            wrong[f"items.{place}.field"] = [_("The form has no such field.")]
    if wrong:
        raise InputRefused(wrong)


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts named by a request, without its words."""

    papers: tuple[str, ...]
    fields: tuple[str, ...]

    @classmethod
    def by(cls, items: Iterable[Mapping[str, str]]) -> "Asked":
        named = list(items)
        return cls(
            tuple(sorted({item["paper"] for item in named if item.get("paper")})),
            tuple(sorted({item["field"] for item in named if item.get("field")})),
        )

    @classmethod
    def told(cls, facts: Mapping[str, Any]) -> "Asked | None":
        """From the facts of a request; None if it is from before they named the parts."""
        if "papers" not in facts:
            return None
        return cls(tuple(facts["papers"]), tuple(facts["fields"]))

    def facts(self) -> dict[str, list[str]]:
        return {"papers": list(self.papers), "fields": list(self.fields)}

    def covers(self, field: str) -> bool:
        return any(within(field, asked) for asked in self.fields)


def within(field: str, group: str) -> bool:
    return field == group or field.startswith(f"{group}.")


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after; None where there was, or is, nothing."""

    field: str
    before: Any
    after: Any


def changes(before: Form, after: Form, group: str = "") -> Iterator[Change]:
    for name in sorted({*before, *after}):
        was, now, path = before.get(name), after.get(name), group + name
        if isinstance(was, Mapping) or isinstance(now, Mapping):
            yield from changes(as_group(was), as_group(now), f"{path}.")
        elif was != now:
            yield Change(path, was, now)


def as_group(value: Any) -> Form:
    return value if isinstance(value, Mapping) else {}


def corrected(form: Form, fields: Form) -> dict[str, Any]:
    """The form with these values in place, by path; None takes a value away."""
    result = dict(form)
    for path, value in fields.items():
        put(result, path.split("."), value)
    return result


def put(group: dict[str, Any], path: Sequence[str], value: Any) -> None:
    name, *rest = path
    if rest:
        inner = group[name] = dict(as_group(group.get(name)))
        put(inner, rest, value)
    elif value is None:
        group.pop(name, None)
    else:
        group[name] = value


def refuse_unasked_fields(asked: Asked, names: Iterable[str], *, where: str) -> None:
    """`where` the names were sent: "fields" or "form"."""
    message = _("This was not asked for; only what the request names can be changed now.")
    wrong = {f"{where}.{name}": [message] for name in names if not asked.covers(name)}
    if wrong:
        raise InputRefused(wrong)


def missing_fields(asked: Asked, answered: Iterable[str]) -> list[str]:
    given = list(answered)
    return [
        field
        for field in asked.fields
        if not any(within(name, field) or within(field, name) for name in given)
    ]


def missing_papers(asked: Asked, version_id: int, came: Iterable[str]) -> list[str]:
    """Papers that are only shown, or that no list names, are judged by who receives them."""
    handed_in = parts_of(version_id).papers
    arrived = set(came)
    return [key for key in asked.papers if handed_in.get(key) and key not in arrived]
