"""Scanners for tests and demonstrations: one that knows a single sign, one that never answers."""

from django.core.files.base import File

from caseflow.applications.papers.scanners.base import ScannerAway

#: The industry's harmless test file, written so that this module is not mistaken for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FindsEicar:
    def scan(self, content: "File[bytes]") -> str:
        content.seek(0)
        return "Eicar-Test-Signature" if EICAR in content.read() else ""


class Away:
    def scan(self, content: "File[bytes]") -> str:
        raise ScannerAway(content.__class__.__name__)
