"""Signing one page with a key in memory against the bare operation of that key."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import typst
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from django.test import override_settings
from django.utils import timezone

from benchmarks.databases import Databases
from benchmarks.figures import Figure, Goal
from benchmarks.sandwiches import rate, sandwich, timed
from benchmarks.sizes import Size
from signatures import demonstration
from signatures.backends.base import Appearance
from signatures.backends.pkcs12 import Pkcs12Backend as Backend
from signatures.backends.pkcs12 import PrivateKey
from signatures.demonstration import Validity

DATE = "#set document(date: datetime(year: 2026, month: 1, day: 2))"
PAGE = f"{DATE}\nGiấy chứng nhận đăng ký hộ kinh doanh số 25A8001234"
GOALS = {"RSA-2048": Goal(floor=0.024, aim=0.24), "P-256": Goal(floor=0.0019, aim=0.019)}
#: Raw operations for one signature, so that both slices are long enough to be measured.
RAW_TIMES = {"RSA-2048": 2, "P-256": 10}
WORDS = {"reason": "Trả kết quả", "location": "Phường Việt Trì"}
SEEN = Appearance(
    name="Nguyễn Thị Ngọc Ánh",
    title="Phó Chủ tịch Ủy ban nhân dân",
    agency="Ủy ban nhân dân phường Việt Trì",
    qr="https://dichvucong.example/tra-cuu/",
)


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    """Needs no database: what is kept of a signature is measured by nobody's key."""
    page: bytes = typst.compile(PAGE.encode(), format="pdf", pdf_standards=["a-2a"])
    keys: dict[str, PrivateKey] = {
        "RSA-2048": rsa.generate_private_key(65537, 2048),
        "P-256": ec.generate_private_key(ec.SECP256R1()),
    }
    for kind, private in keys.items():
        with signer(private) as backend:
            yield compared(kind, backend, page, size)
    with signer(keys["P-256"]) as backend:
        yield absolute("visible field and QR", backend, page, size, SEEN)


@contextmanager
def signer(private: PrivateKey) -> Iterator[Backend]:
    """A backend that signs with this key out of a file, like any agency's."""
    with (
        TemporaryDirectory() as folder,
        override_settings(
            SIGNATURES_PKCS12_FILE=Path(folder) / "key.p12",
            SIGNATURES_PKCS12_DIR=Path(folder),
            SIGNATURES_PKCS12_PASSWORD="",
            SIGNATURES_LEVEL="PAdES-B-B",
        ),
    ):
        write_key(private, Path(folder) / "key.p12")
        yield Backend(holder="")


def write_key(private: PrivateKey, path: Path) -> None:
    year = timedelta(days=365)
    issuer = demonstration.new_issuer(Validity(timezone.now() - year, timezone.now() + year))
    name = demonstration.demonstration_name("Benchmark")
    certificate = demonstration.certificate_for(name, private, issuer)
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"key", private, certificate, [issuer.certificate], NoEncryption()
        )
    )


def compared(kind: str, backend: Backend, page: bytes, size: Size) -> Figure:
    key, now = backend.key(), timezone.now()
    times = size.deeds * RAW_TIMES[kind]
    slices = sandwich(
        timed(lambda: key.sign(page), times),
        timed(lambda: backend.sign(page, at=now, **WORDS), size.deeds),
        pairs=size.pairs,
    )
    share = RAW_TIMES[kind]
    ours = median(slices.ours) / size.deeds
    raw = median(slices.baseline) / times
    return Figure(
        f"PAdES-B-B with {kind}, per second ÷ bare operation",
        [ratio / share for ratio in slices.ratios(rate)],
        GOALS[kind],
        f"{1000 * ours:.2f} ms, bare {1000 * raw:.3f} ms",
    )


def absolute(
    name: str, backend: Backend, page: bytes, size: Size, appearance: Appearance
) -> Figure:
    now = timezone.now()
    deed = timed(lambda: backend.sign(page, at=now, appearance=appearance, **WORDS), size.deeds)
    deed()
    rates = [size.deeds / deed() for _slice in range(size.pairs)]
    return Figure(f"PAdES-B-B with P-256, {name}, per second", rates)
