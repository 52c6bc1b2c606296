"""The checking page in two dresses: served among our pages, and as one file that needs nobody."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from caseflow.portal.checking.wording import words
from signatures import cose, statements, trust_lists
from signatures.backends import key_of

SCRIPTS = (
    "portal/check/vendor/jsQR.js",
    "portal/check/reading.js",
    "portal/check/documents.js",
    "portal/check/behind.js",
    "portal/check/chains.js",
    "portal/check/check.js",
)
STYLE = "portal/portal.css"


@dataclass(frozen=True, slots=True)
class Brought:
    """What the page brings along: the newest list and the key it begins to believe with."""

    list: str
    key: str
    key_id: str


def brought(*, at: datetime) -> Brought:
    """Raises SigningUnavailable or SigningRefused."""
    newest, certificate = trust_lists.newest(at=at), key_of(statements.HOLDER).certificate
    return Brought(
        list=base64.b64encode(newest).decode(),
        key=base64.b64encode(trust_lists.public_key_in(certificate)).decode(),
        key_id=cose.key_id_of(certificate).hex(),
    )


@dataclass(frozen=True, slots=True)
class Inline:
    """Script and style as they stand in the one file, and the policy that admits only these."""

    script: str
    style: str

    @property
    def policy(self) -> str:
        return "; ".join(
            [
                "default-src 'none'",
                f"script-src '{source_of(self.script)}'",
                f"style-src '{source_of(self.style)}'",
                "img-src data: blob:",
                "media-src blob: mediastream:",
                "base-uri 'none'",
                "form-action 'none'",
            ]
        )


def source_of(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def inline() -> Inline:
    return Inline(script="\n".join(map(source, SCRIPTS)), style=source(STYLE))


def source(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text()


def words_as_json() -> str:
    """No text in it can end the element it stands in."""
    return json.dumps(words(), ensure_ascii=False).replace("<", "\\u003c")
