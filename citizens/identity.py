"""Shapes of identity and tax numbers (domain reference §4.4, §4.5)."""

import re

from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

IDENTITY_NUMBER = re.compile(r"\d{12}", re.ASCII)


def identity_number_faults(text: str) -> list[str]:
    """Twelve digits; there is no check digit, and old province prefixes stay valid."""
    if IDENTITY_NUMBER.fullmatch(text):
        return []
    return [_("An identity number has exactly 12 digits.")]


def tax_code_faults(text: str) -> list[str]:
    try:
        mst.validate(text)
    except ValidationError:
        return [_("A tax code has 10 digits with a valid check digit, and -NNN for a branch.")]
    return []


def masked(text: str, *, shown: int = 3) -> str:
    """The last characters only, for whoever does not handle the case."""
    return "•" * max(0, len(text) - shown) + text[-shown:] if text else ""
