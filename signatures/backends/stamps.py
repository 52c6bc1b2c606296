"""What a reader sees of a signature: name, title, agency, instant, and a QR code.

Drawn by the typesetter that makes the documents: its fonts know every Vietnamese letter.
"""

import io
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import cast

import segno
import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from signatures.backends.base import Appearance, SigningRefused

Box = tuple[float, float, float, float]

TEMPLATE = Path(__file__).with_name("stamp.typ")
#: Three in a row on A4; points.
WIDTH, HEIGHT, GAP, RIGHT_EDGE, FOOT, IN_A_ROW = 165.0, 62.0, 8.0, 567.0, 28.0, 3


def box_of(appearance: Appearance, position: int) -> Box:
    """Where the signature with this number stands, counted from 1."""
    if appearance.box:
        return appearance.box
    row, column = divmod(position - 1, IN_A_ROW)
    right = RIGHT_EDGE - column * (WIDTH + GAP)
    bottom = FOOT + row * (HEIGHT + GAP)
    return (right - WIDTH, bottom, right, bottom + HEIGHT)


def drawn(appearance: Appearance, box: Box, *, at: datetime) -> bytes:
    """A PDF of one page of the size of the box."""
    left, bottom, right, top = box
    stamp = {
        "width": right - left,
        "height": top - bottom,
        "name": appearance.name,
        "title": appearance.title,
        "agency": appearance.agency,
        "time": f"{timezone.localtime(at):%d/%m/%Y %H:%M:%S %z}",
        "coded": bool(appearance.qr),
    }
    inputs = {"stamp": json.dumps(stamp)}
    if appearance.qr:
        inputs["qr"] = qr_code(appearance.qr)
    try:
        compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts())
        return cast(bytes, compiler.compile(format="pdf", sys_inputs=inputs))
    except typst.TypstError as error:
        told = _("The visible signature cannot be drawn: %(why)s")
        raise SigningRefused(told % {"why": error}) from error


@cache
def fonts() -> typst.Fonts:
    """Only what the typesetter itself brings: a machine's own fonts would change the picture."""
    return typst.Fonts(include_system_fonts=False)


def qr_code(text: str) -> str:
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()
