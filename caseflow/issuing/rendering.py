"""From a data sheet to a PDF/A file: the same sheet gives the same bytes, for ever.

What people wrote reaches the templates as data, never as markup.
"""

import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal, cast

import segno
import typst

Sheet = dict[str, Any]

TEMPLATES = Path(__file__).parent / "templates_typst"
#: The templates of an edition are never edited: what was made with them is made again for ever.
#: A new look is a new folder, and its number is frozen with every sheet made from then on.
EDITION: Final = 3
Standard = Literal["a-2a", "a-2b", "a-3b"]
#: Level A is tagged, so that a screen reader can read it aloud.
STANDARDS: Final[dict[int, Standard]] = {1: "a-2b", 2: "a-2a", 3: "a-2a"}
#: Results are tagged too, but a signature's appearance is not: they promise level B. Only PDF/A-3
#: may carry another file: a certified copy brings the original along.
OWN_STANDARDS: Final[dict[str, Standard]] = {
    **dict.fromkeys(("certificate", "extract", "permit", "refusal"), "a-2b"),
    "certified_copy": "a-3b",
}
#: Codes of earlier editions have a zero-width space in long addresses, and keep it.
CODES_AS_GIVEN_SINCE: Final = 3
#: Letters, signs and punctuation of Vietnamese and its neighbours; every font of ours has them.
COMMON = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2013-\u2026\u20ab]"
)
#: Longer words are broken anywhere, so that none runs out of the page.
LONG_WORD = re.compile(r"\S{36}(?=\S)")
REPLACEMENT = "\ufffd"


def render(
    template: str, sheet: Mapping[str, Any], files: Mapping[str, bytes] | None = None
) -> bytes:
    """The sheet's `lookup` address becomes the QR code, its `date` the date of the document.

    A sheet that names no edition is of the first. `files` can be drawn or attached by their names.
    """
    codes = codes_of(sheet)
    try:
        return compiled(template, every_text(sheet, printable), codes, files or {})
    except typst.TypstError:
        # PDF/A allows no character without a glyph: a name with an emoji must not stop a case.
        return compiled(template, every_text(sheet, common), codes, files or {})


def codes_of(sheet: Mapping[str, Any]) -> dict[str, str]:
    as_given = sheet.get("edition", 1) >= CODES_AS_GIVEN_SINCE
    texts = {"qr": sheet.get("lookup"), "proof": sheet.get("proof")}
    return {
        name: qr_code(text if as_given else printable(text)) for name, text in texts.items() if text
    }


def compiled(
    template: str,
    sheet: Mapping[str, Any],
    codes: Mapping[str, str],
    files: Mapping[str, bytes],
) -> bytes:
    edition = sheet.get("edition", 1)
    inputs = {"sheet": json.dumps(sheet), **codes}
    standard = OWN_STANDARDS.get(template, STANDARDS[edition])
    with desk_for(TEMPLATES / str(edition), files) as folder:
        compiler = typst.Compiler(folder / f"{template}.typ", root=folder, font_paths=fonts())
        document = compiler.compile(format="pdf", pdf_standards=standard, sys_inputs=inputs)
    return cast(bytes, document)


@contextmanager
def desk_for(templates: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Where the compiler works; it can be given no bytes, only files beside the templates."""
    if not files:
        yield templates
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        for template in templates.glob("*.typ"):
            copyfile(template, folder / template.name)
        for called, content in files.items():
            (folder / called).write_bytes(content)
        yield folder


@cache
def fonts() -> typst.Fonts:
    """Only what typst itself brings: a machine's own fonts would change the bytes."""
    return typst.Fonts(include_system_fonts=False)


def qr_code(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def every_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {key: every_text(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [every_text(part, change) for part in value]
    return change(value) if isinstance(value, str) else value


def printable(text: str) -> str:
    """Composed, without control and direction characters that could disguise what is said."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    shown = "".join(char for char in composed if char == "\n" or is_visible(char))
    return LONG_WORD.sub("\\g<0>\u200b", shown)


def is_visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def common(text: str) -> str:
    return COMMON.sub(REPLACEMENT, printable(text).replace("\u200b", ""))
