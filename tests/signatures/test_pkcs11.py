import os
import subprocess
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute
from pkcs11.util.x509 import decode_x509_certificate

from signatures.backends.pkcs11 import token_of
from signatures.models import Signature
from signatures.signing import SigningRefused, SigningUnavailable, sign
from tests.signatures import judges, keepers
from tests.signatures.factories import AT, WORDS

pytestmark = [
    pytest.mark.softhsm,
    pytest.mark.django_db,
    pytest.mark.usefixtures("_signing_key", "_token", "english"),
]

MODULE = next((path for path in Path("/usr/lib").glob("**/libsofthsm2.so")), Path("libsofthsm2.so"))
PIN, LABEL = "1234", "caseflow"
KINDS = {"leader": "rsa", "officer": "ec"}


@pytest.fixture(scope="session")
def token_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library reads its configuration once in a process, so there is one token for all."""
    home = tmp_path_factory.mktemp("softhsm")
    folder = home / "tokens"
    folder.mkdir()
    (home / "softhsm2.conf").write_text(f"directories.tokendir = {folder}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(home / "softhsm2.conf")
    softhsm("--init-token", "--free", "--so-pin", "5678")
    for number, (holder, kind) in enumerate(KINDS.items(), start=1):
        put_on_token(home, holder, kind, number)
    return folder


def softhsm(*words: str) -> None:
    tail = ("--label", LABEL, "--pin", PIN) if "--label" not in words else ("--pin", PIN)
    subprocess.run(["softhsm2-util", *words, *tail], check=True, capture_output=True)


def put_on_token(home: Path, holder: str, kind: str, number: int) -> None:
    key = keepers.key(kind)
    path = home / f"{holder}.pem"
    path.write_bytes(key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    softhsm("--import", str(path), "--token", LABEL, "--label", holder, "--id", f"0{number}")
    library = pkcs11.lib(str(MODULE))
    library.reinitialize()
    with library.get_token(token_label=LABEL).open(rw=True, user_pin=PIN) as session:
        for label, one in ((holder, key.certificate), (f"authority {number}", key.chain[0])):
            named = {Attribute.LABEL: label, Attribute.TOKEN: True}
            session.create_object(decode_x509_certificate(one) | named)


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    return keepers.trust(tmp_path / "trusted")


@pytest.fixture
def _token(token_folder: Path, anchors: Path, settings):
    settings.SIGNATURES_BACKEND = "signatures.backends.pkcs11.Pkcs11Backend"
    settings.SIGNATURES_TRUST_DIR = anchors
    settings.SIGNATURES_PKCS11_MODULE = str(MODULE)
    settings.SIGNATURES_PKCS11_TOKEN, settings.SIGNATURES_PKCS11_PIN = LABEL, PIN
    yield
    token_of(str(MODULE), LABEL, PIN, os.getpid()).forget()


def sign_for(holder: str, document: bytes, reference: str = "case/1") -> Signature:
    return sign(document, reference=reference, holder=holder, **WORDS)


@pytest.mark.poppler
@pytest.mark.parametrize("holder", KINDS)
def test_a_token_signs(pdf, anchors, tmp_path, holder):
    signature = sign_for(holder, pdf)
    assert judges.are_valid(signature.content(), anchors, at=AT)
    assert "Signature is Valid." in judges.pdfsig(signature.content(), tmp_path)
    assert signature.certificate.key_place == "token"


def test_who_has_no_key_on_the_token_signs_with_the_one_named_for_them(pdf, settings):
    settings.SIGNATURES_PKCS11_KEY = "officer"
    assert sign_for("H44.5", pdf).certificate.holder_name == "Nguyễn Văn Ký"


def test_who_has_no_key_at_all_is_refused(pdf):
    with pytest.raises(SigningRefused, match="no key and certificate labelled H44.5"):
        sign_for("H44.5", pdf)


def test_a_wrong_pin_is_not_tried_again(pdf, settings):
    settings.SIGNATURES_PKCS11_PIN = "4321"
    with pytest.raises(SigningRefused, match="PinIncorrect"):
        sign_for("leader", pdf)


def test_a_token_removed_in_mid_batch_goes_on_where_it_was_when_it_is_back(pdf, token_folder):
    sign_for("leader", pdf, reference="case/1")
    away = token_folder.with_name("away")
    token_folder.rename(away)
    try:
        for _try in range(2):
            with pytest.raises(SigningUnavailable, match="away"):
                sign_for("leader", pdf, reference="case/2")
    finally:
        away.rename(token_folder)
    for number in (1, 2, 3):
        sign_for("leader", pdf, reference=f"case/{number}")
    assert Signature.objects.count() == 3
