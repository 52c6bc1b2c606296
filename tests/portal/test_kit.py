"""The counter-check for the command line, run as whoever downloaded it runs it."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from caseflow.portal.checking.views import KIT
from signatures import statements
from signatures.demonstration import make_demonstration_key
from tests.factories import MONDAY
from tests.portal.specimens import STAMPED, a_result, revoke_signers
from tests.signatures.factories import sign_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    file = folder / "demonstration.p12"
    with override_settings(SIGNATURES_PKCS12_FILE=file, SIGNATURES_PKCS12_DIR=folder):
        make_demonstration_key(at=MONDAY)
    return folder


@pytest.fixture(autouse=True)
def _keys_and_files(keys: Path, settings: Any, tmp_path: Path) -> None:
    settings.SIGNATURES_PKCS12_FILE = keys / "demonstration.p12"
    settings.SIGNATURES_PKCS12_DIR = settings.SIGNATURES_TRUST_DIR = keys
    settings.SIGNATURES_LEVEL = "PAdES-B-T"
    stored = settings.STORAGES["default"]
    place = {"OPTIONS": stored["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": stored | place}


def told_of(folder: Path, content: bytes) -> tuple[int, str]:
    newest, file = folder / "list.cbor", folder / "result.pdf"
    newest.write_bytes(Client().get("/check/caseflow-list.cbor").content)
    file.write_bytes(content)
    command = [sys.executable, "-I", KIT, "--list", newest, file]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


def test_a_result_is_checked_with_its_signatures_statement_and_digest(tmp_path):
    specimen = a_result()
    code, said = told_of(tmp_path, specimen.document)
    assert code == 0, said
    assert said.count("signed by CN=Caseflow demonstration signer") == 2
    assert f"digest of the file {specimen.result.digest}" in said
    assert f"result {specimen.result.number}" in said


@pytest.mark.parametrize("place", [300, 5000, -3000])
def test_a_changed_byte_of_a_result_is_found(tmp_path, place):
    document = bytearray(a_result().document)
    document[place] ^= 1
    code, said = told_of(tmp_path, bytes(document))
    assert (code, "NOT GENUINE" in said) == (1, True)


def test_what_stands_behind_the_last_signature_is_told(tmp_path):
    code, said = told_of(tmp_path, a_result().document + b"% more")
    assert (code, "6 bytes behind the last signature" in said) == (0, True)


@pytest.mark.parametrize(("hours", "clock", "holds"), STAMPED)
def test_a_time_stamp_before_the_revocation_keeps_a_result_genuine(
    tmp_path, settings, hours, clock, holds
):
    settings.SIGNATURES_TIME_STAMPS = clock
    document = a_result().document
    revoke_signers(timezone.now() + timedelta(hours=hours))
    code, said = told_of(tmp_path, document)
    assert (code, "stamped before its revocation" in said) == (0 if holds else 1, holds)


def test_a_result_withdrawn_by_its_digest_is_named(tmp_path):
    bare = sign_once(a_result().document, reference="result/bare")
    assert told_of(tmp_path, bare.content())[0] == 0
    statements.withdraw("result/bare", at=MONDAY)
    code, said = told_of(tmp_path, bare.content())
    assert (code, "was withdrawn on" in said) == (1, True)
