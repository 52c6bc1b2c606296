from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

#: Deeper than any form, and no deeper than what can be written out again.
DEEPEST = 100


def is_deeper(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(is_deeper(part, levels - 1) for part in inner)


class JSONParser(BaseParser):
    """orjson in place of DRF's parser; refuses what could be read but not kept or written.

    That is the NUL character, which no column takes, and nesting beyond any form's.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        text = stream.read()
        if b"\\u0000" in text:
            raise ParseError(_("The request holds characters nobody can type."))
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise ParseError(_("This is not JSON: %(where)s") % {"where": error}) from error
        # Counting signs is quick and spares nearly every body the walk.
        if text.count(b"{") + text.count(b"[") > DEEPEST and is_deeper(value, DEEPEST):
            raise ParseError(_("The request is nested too deeply."))
        return value
