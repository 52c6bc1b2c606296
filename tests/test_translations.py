"""The Vietnamese catalogues: complete, sound, and about what the sources say today."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import django
import pytest
import rest_framework
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize

OURS = Path("locale/vi/LC_MESSAGES/django.po")
PACKAGES = Path("locale/packages/vi/LC_MESSAGES/django.po")
SOURCES = ("caseflow", "citizens", "config", "procedures", "seeds", "signatures")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
#: Inside one, a call is not always gathered.
IN_AN_F_STRING = re.compile(r"""\bf["'].*\{[^}]*?\b(?:_|[np]*gettext(?:_lazy)?)\(""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{[\w:]*\}")
#: Complete catalogues of the packages, which say what there is to translate.
MODELS = [
    Path(rest_framework.__file__).parent / "locale/fr",
    Path(rest_framework.__file__).parent / "locale/de",
    *(Path(django.__file__).parent.glob("**/locale/de")),
]


def catalogue(path: Path) -> Catalog:
    with (settings.BASE_DIR / path).open("rb") as file:
        return read_po(file)


def messages(path: Path) -> list[Message]:
    return [message for message in catalogue(path) if message.id]


def forms(words: Any) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def key(context: Any, words: Any) -> tuple[str, str]:
    context = context.decode() if isinstance(context, bytes) else context
    return context or "", forms(words)[0]


def python_in(path: Path) -> bytes:
    """A template's strings as calls of gettext, without the indentation that Python minds."""
    text = path.read_text()
    if path.suffix == ".py":
        return text.encode()
    return "\n".join(map(str.strip, templatize(text).splitlines())).encode()


def said_in_sources() -> Iterator[tuple[str, str]]:
    for source in SOURCES:
        for path in sorted((settings.BASE_DIR / source).rglob("*")):
            if path.suffix in {".py", ".html"}:
                code = BytesIO(python_in(path))
                options = {"encoding": "utf-8"}
                for _, words, _, context in extract("python", code, KEYWORDS, options=options):
                    yield key(context, words)


def said_by_packages() -> Iterator[tuple[str, str]]:
    for folder in MODELS:
        with (folder / "LC_MESSAGES/django.mo").open("rb") as file:
            for message in read_mo(file):
                yield key(message.context, message.id)


def test_our_catalogue_holds_just_what_the_sources_say() -> None:
    assert {key(message.context, message.id) for message in messages(OURS)} == set(
        said_in_sources()
    )


def test_every_message_we_translate_for_packages_is_theirs() -> None:
    held = {key(message.context, message.id) for message in messages(PACKAGES)}
    assert held - set(said_by_packages()) == set()


@pytest.mark.parametrize("path", [OURS, PACKAGES])
def test_every_message_has_one_certain_translation(path: Path) -> None:
    doubtful = [m.id for m in messages(path) if m.fuzzy or not all(forms(m.string))]
    assert doubtful == []


@pytest.mark.parametrize("path", [OURS, PACKAGES])
def test_translations_keep_the_placeholders(path: Path) -> None:
    for message in messages(path):
        wanted = sorted(PLACEHOLDER.findall(forms(message.id)[-1]))
        for translation in forms(message.string):
            assert sorted(PLACEHOLDER.findall(translation)) == wanted, message.id


@pytest.mark.parametrize("path", [OURS, PACKAGES])
def test_translations_end_as_their_sources_do(path: Path) -> None:
    """A label that becomes a sentence, or a sentence without its stop, was matched wrongly."""
    for message in messages(path):
        for translation in forms(message.string):
            assert translation.endswith(".") == forms(message.id)[0].endswith("."), message.id


@pytest.mark.parametrize("path", [OURS, PACKAGES])
def test_catalogues_compile_and_keep_every_message(path: Path) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(path))
    compiled.seek(0)
    assert len(read_mo(compiled)) == len(messages(path))


def test_people_read_vietnamese_of_ours_and_of_packages() -> None:
    with override("vi"):
        assert gettext("application number") == "mã hồ sơ"
        assert gettext("Request was throttled.") == "Bạn gửi yêu cầu quá nhiều lần."


def test_no_message_hides_in_an_f_string():
    paths = (path for source in SOURCES for path in (settings.BASE_DIR / source).rglob("*.py"))
    assert [path for path in paths if IN_AN_F_STRING.search(path.read_text())] == []
