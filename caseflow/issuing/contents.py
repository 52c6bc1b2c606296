"""What a result says: which template it has, and what the form says, in two languages.

Papers are in the language of the state with the English beside it, whatever the reader's screen
has; so nothing here asks for the active language.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from caseflow.applications.models import Application
from caseflow.applications.states import Outcome
from caseflow.issuing.states import REFUSAL
from procedures.models import ResultType
from procedures.states import ResultKind

Schema = Mapping[str, Any]
#: A field of a form that does not belong on the result (copies asked for, a telephone) says so.
SHOWN = "x-on-result"
ANSWERS = {True: ("Có", "Yes"), False: ("Không", "No")}


def result_type_of(case: Application) -> ResultType | None:
    """The kind of result that the case's version of the procedure names first."""
    return ResultType.objects.filter(version=case.procedure_version_id).order_by("pk").first()


def template_of(case: Application, kind: ResultType | None) -> str:
    if case.outcome == Outcome.REJECTED:
        return REFUSAL
    return str(kind.kind if kind else ResultKind.DECISION)


def groups_of(schema: Schema, form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The filled fields in the order of the form; those of no group come first."""
    own, groups = [], []
    for name, part in fields_of(schema):
        value = form.get(name)
        if not part.get(SHOWN, True) or value in (None, "", {}, []):
            continue
        if "properties" in part and isinstance(value, Mapping):
            lines = [line for inner in groups_of(part, value) for line in inner["lines"]]
            groups.append({**titles_of(part, name), "lines": lines})
        else:
            own.append(line_of(name, part, value))
    return [*([{"title": "", "title_en": "", "lines": own}] if own else []), *groups]


def fields_of(schema: Schema) -> Iterator[tuple[str, Schema]]:
    parts = schema.get("properties", {})
    for name in dict.fromkeys([*schema.get("x-order", []), *parts]):
        yield name, parts[name]


def titles_of(part: Schema, name: str) -> dict[str, str]:
    title = str(part.get("title", name))
    return {"title": title, "title_en": str(part.get("x-title-en", ""))}


def line_of(name: str, part: Schema, value: Any) -> dict[str, str]:
    words, english = in_words(part, value)
    return {**titles_of(part, name), "value": words, "value_en": english}


def in_words(part: Schema, value: Any) -> tuple[str, str]:
    """The value in Vietnamese and in English; the latter differs only where a label says so."""
    if isinstance(value, bool):
        return ANSWERS[value]
    if isinstance(value, list):
        each = [in_words(part.get("items", {}), one) for one in value]
        return "; ".join(words for words, _ in each), "; ".join(words for _, words in each)
    if isinstance(value, Mapping):
        return whole(part, value)
    if part.get("format") == "date":
        day = "/".join(reversed(str(value).split("-")))
        return day, day
    return labelled(part, value)


def whole(part: Schema, value: Mapping[str, Any]) -> tuple[str, str]:
    said = [
        (inner, in_words(inner[1], value[inner[0]]))
        for inner in fields_of(part)
        if inner[0] in value
    ]
    vietnamese = [f"{titles_of(p, n)['title']}: {words}" for (n, p), (words, _) in said]
    english = [
        f"{titles_of(p, n)['title_en'] or titles_of(p, n)['title']}: {words}"
        for (n, p), (_, words) in said
    ]
    return ", ".join(vietnamese), ", ".join(english)


def labelled(part: Schema, value: Any) -> tuple[str, str]:
    for option in part.get("oneOf", []):
        if option.get("const") == value:
            title = str(option.get("title", value))
            return title, str(option.get("x-title-en", title))
    words = str(part.get("x-labels", {}).get(value, value))
    return words, str(part.get("x-labels-en", {}).get(value, words))
