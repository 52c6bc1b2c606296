"""Papers to attach: small real PDF documents that say of themselves that they are samples."""

from functools import cache
from pathlib import Path
from typing import cast

import typst
from django.core.files.base import ContentFile

TEMPLATE = Path(__file__).parent / "sample_paper.typ"


def sample(title: str) -> "ContentFile[bytes]":
    return ContentFile(drawn(title), "sample.pdf")


@cache
def drawn(title: str) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(TEMPLATE, font_paths=fonts)
    return cast(bytes, compiler.compile(format="pdf", sys_inputs={"title": title}))
