"""Changes of one byte by lot: what pdfsig, the library, its command line and we say of them.

The suite takes a few; `bin/python -m tests.compare_verifiers 1000` takes as many as one likes.
"""

import os
import random
import subprocess
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from signatures.states import Finding
from signatures.verifying import verify
from tests.signatures.factories import AT, sign_once, signed_bytes
from tests.signatures.judges import RANGE, are_valid, pdfsig

pytestmark = [pytest.mark.usefixtures("_signing_key"), pytest.mark.django_db]

COUNT = int(os.environ.get("COMPARED_CHANGES", "10"))
SEED = int(os.environ.get("COMPARED_SEED", "1"))
#: Each start of the command line takes seconds, so the suite goes without.
BY_COMMAND_LINE = 20
LATER = AT + timedelta(days=30)
Change = tuple[int, bytes]


def changes(document: bytes, places: Iterable[int], *, count: int) -> Iterator[Change]:
    """So many, each with its place, by the seed of this run."""
    lot, places = random.Random(SEED), list(places)
    for _ in range(count):
        place = lot.choice(places)
        value = lot.choice([byte for byte in range(256) if byte != document[place]])
        yield place, document[:place] + bytes([value]) + document[place + 1 :]


def signed_places(document: bytes) -> list[int]:
    first, before, second, after = map(int, RANGE.search(document).groups())
    return [*range(first, first + before), *range(second, second + after)]


def library_says_valid(document: bytes, keys: Path) -> bool:
    try:
        return are_valid(document, keys, at=LATER)
    except Exception:  # noqa: BLE001 - it raises in many ways on what it cannot read
        return False


def command_line_says_valid(path: Path, keys: Path) -> bool:
    command = ["pyhanko", "sign", "validate", "--trust", keys / "demonstration-ca.pem", path]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode == 0


@pytest.mark.poppler
def test_a_changed_byte_that_was_signed_is_valid_to_nobody(pdf, keys, tmp_path):
    signed = signed_bytes(pdf)
    wrong = []
    for place, changed in changes(signed, signed_places(signed), count=COUNT):
        ours = verify(changed, at=LATER).finding == Finding.GENUINE
        poppler = "Signature is Valid." in pdfsig(changed, tmp_path)
        if ours or poppler or library_says_valid(changed, keys):
            wrong.append(place)
    assert "Signature is Valid." in pdfsig(signed, tmp_path)
    assert library_says_valid(signed, keys)
    assert wrong == []


@pytest.mark.skipif(COUNT < BY_COMMAND_LINE, reason="for tests.compare_verifiers")
def test_the_command_line_of_the_library_agrees(pdf, keys, tmp_path):
    signed, path = signed_bytes(pdf), tmp_path / "document.pdf"
    path.write_bytes(signed)
    assert command_line_says_valid(path, keys)
    for place, changed in changes(signed, signed_places(signed), count=BY_COMMAND_LINE):
        path.write_bytes(changed)
        assert not command_line_says_valid(path, keys), place


def test_a_changed_byte_anywhere_makes_a_registered_document_altered(pdf):
    with sign_once(pdf).document.open() as file:
        signed = file.read()
    assert verify(signed, at=LATER).finding == Finding.GENUINE
    found = {
        place: verify(changed, at=LATER).finding
        for place, changed in changes(signed, range(len(signed)), count=COUNT)
    }
    assert {place: told for place, told in found.items() if told != Finding.ALTERED} == {}
