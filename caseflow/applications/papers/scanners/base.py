from typing import Protocol

from django.core.files.base import File


class ScannerAway(Exception):
    """No answer; ask again later."""


class ScannerRefused(Exception):
    """The scanner answers, and will not judge this file; asking again changes little."""


class Scanner(Protocol):
    def scan(self, content: "File[bytes]") -> str:
        """The name of what was found, or nothing; raises the two above."""
