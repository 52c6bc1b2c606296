"""Texts with placeholders: the only thing a text can do is name a value, so it can do no harm."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class UnknownPlaceholder(LookupError):
    """A text names a value that its occasion does not have."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """A line whose placeholders all have nothing to say is left out."""
    lines = (filled_line(line, values) for line in text.splitlines())
    return "\n".join(line for line in lines if line is not None).strip()


def filled_line(line: str, values: Mapping[str, str]) -> str | None:
    names = PLACEHOLDER.findall(line)
    if unknown := [name for name in names if name not in values]:
        raise UnknownPlaceholder(unknown[0])
    if names and not any(values[name] for name in names):
        return None
    return PLACEHOLDER.sub(lambda found: values[found[1]], line)


def one_line(text: str) -> str:
    """What a subject may be: a line break in it would begin another header."""
    return " ".join(text.split())


def faults(text: str, known: Iterable[str], *, needed: Iterable[str] = ()) -> list[str]:
    """What keeps a text from being used, in sentences for who wrote it."""
    names, allowed = PLACEHOLDER.findall(text), sorted(known)
    unknown = sorted(set(names) - set(allowed))
    found = [
        _("There is no placeholder {%(name)s}; known are: %(known)s.")
        % {"name": name, "known": ", ".join(allowed)}
        for name in unknown
    ]
    missing = [name for name in needed if name not in names]
    found += [_("The placeholder {%(name)s} must not be left out.") % {"name": n} for n in missing]
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        found.append(_("Braces only stand around the name of a placeholder, as in {number}."))
    return found
