"""Papers to attach: small real PDF documents that say of themselves that they are samples."""

from functools import cache
from pathlib import Path
from typing import cast

import typst
from django.core.files.base import ContentFile

TEMPLATE = Path(__file__).parent / "sample_paper.typ"


def sample(title: str, *, of: str) -> "ContentFile[bytes]":
    """A paper with this title about this person, as an upload."""
    document = compiler().compile(format="pdf", sys_inputs={"title": title, "of": of})
    return ContentFile(cast(bytes, document), "sample.pdf")


@cache
def compiler() -> typst.Compiler:
    return typst.Compiler(TEMPLATE, font_paths=typst.Fonts(include_system_fonts=False))
