from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class JSONParser(BaseParser):
    """orjson in place of DRF's parser; refuses the NUL character, which no column can keep."""

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
            return orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise ParseError(_("This is not JSON: %(where)s") % {"where": error}) from error
