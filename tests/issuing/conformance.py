"""Asks another maker's validator whether our templates keep to PDF/A.

    python -m tests.issuing.conformance [FILE.pdf …]

needs `aspose-pdf` (PyPI; an evaluation copy validates), which is no part of our environment: it is
large and closed. On Debian it wants libgdiplus and DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1. Without
files it checks every template; each is broken once, too, to see that the validator looks.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

import django

django.setup()

from tests.issuing.test_result_templates import KINDS, rendered  # noqa: E402

try:
    import aspose.pdf as pdf
except ImportError:
    sys.exit("aspose-pdf is not installed here")

BROKEN = (b"/OutputIntents", b"/OutputIntentz")


def level_of(name: str) -> Any:
    if "copy" in name:
        return pdf.PdfFormat.PDF_A_3B
    return pdf.PdfFormat.PDF_A_2A if "decision" in name else pdf.PdfFormat.PDF_A_2B


def conforms(document: bytes, name: str, folder: Path) -> bool:
    path = folder / "document.pdf"
    path.write_bytes(document)
    return bool(pdf.Document(str(path)).validate(str(folder / "findings.xml"), level_of(name)))


def main(*files: str) -> int:
    documents = {Path(file).stem: Path(file).read_bytes() for file in files} or {
        kind: rendered(kind, demonstration=True) for kind in KINDS
    }
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        for title, document in documents.items():
            holds = conforms(document, title, Path(name))
            is_looked_at = not conforms(document.replace(*BROKEN), title, Path(name))
            sys.stdout.write(f"{title}: conforms {holds}, break found {is_looked_at}\n")
            failures += not (holds and is_looked_at)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
