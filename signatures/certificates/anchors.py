"""Which authorities are trusted, by kind of certificate: the files the settings name."""

import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from django.conf import settings

from signatures.backends.base import DEMONSTRATION
from signatures.states import CertificateKind

log = logging.getLogger(__name__)

#: Files with their instants of change, so that a new file is taken up at once.
Stamp = tuple[tuple[Path, int], ...]


def anchors(kind: CertificateKind) -> tuple[x509.Certificate, ...]:
    """The authorities whose certificates of this kind are believed."""
    return read(kind, stamp(kind))


def files() -> dict[Path, set[CertificateKind]]:
    """Each file with somebody who is believed, and for which kinds."""
    found: dict[Path, set[CertificateKind]] = {}
    for kind in CertificateKind:
        for path, changed in stamp(kind):
            if believed(path, changed, kind):
                found.setdefault(path, set()).add(kind)
    return found


def stamp(kind: CertificateKind) -> Stamp:
    """A demonstration's authority is believed within the demonstration only."""
    if kind == CertificateKind.DEMONSTRATION and not settings.SIGNATURES_TRUST_DEMONSTRATION:
        return ()
    folders = (settings.SIGNATURES_TRUST_DIR, settings.SIGNATURES_TRUST_DIRS[kind])
    paths = {path for folder in folders for path in folder.glob("*.pem")}
    return tuple((path, path.stat().st_mtime_ns) for path in sorted(paths))


@lru_cache(maxsize=64)
def read(kind: CertificateKind, files: Stamp) -> tuple[x509.Certificate, ...]:
    return tuple(one for path, changed in files for one in believed(path, changed, kind))


def believed(path: Path, changed: int, kind: CertificateKind) -> list[x509.Certificate]:
    for_show = kind == CertificateKind.DEMONSTRATION
    return [one for one in certificates_of(path, changed) if is_demonstration(one) == for_show]


def is_demonstration(certificate: x509.Certificate) -> bool:
    return any(DEMONSTRATION in str(part.value) for part in certificate.subject)


@lru_cache(maxsize=256)
def certificates_of(path: Path, changed: int) -> tuple[x509.Certificate, ...]:
    return tuple(readable(path))


def readable(path: Path) -> Iterator[x509.Certificate]:
    """One broken file must not stop an office from signing; it is named in the log."""
    try:
        yield from x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        log.warning("No trusted authority can be read from %s", path)
