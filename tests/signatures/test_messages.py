import subprocess
from hashlib import sha256

import pytest
from asn1crypto import cms
from django.core.cache import cache

from signatures import signing, stamp_tokens, upgrading
from signatures.models import Signature, UpgradeDue
from signatures.signing import SigningRefused
from tests.signatures import judges, keepers
from tests.signatures.factories import AT
from tests.signatures.signing_servers import RemoteSigner, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_signing_key")]

XML = '<hồSơ xmlns="urn:thu:tuc" số="H44.5-250923-0001"><tên>Nguyễn Thị Ánh</tên></hồSơ>'.encode()
FOR = {"holder": "H44.5", "at": AT}


def authority(keys):
    return keys / "demonstration-ca.pem"


def xmlsec1(document: bytes, anchor, folder) -> subprocess.CompletedProcess[str]:
    path = folder / "signed.xml"
    path.write_bytes(document)
    command = ["xmlsec1", "--verify", "--id-attr:Id", "SignedProperties"]
    moment = ["--verification-time", "2025-09-23 02:30:00", "--trusted-pem", anchor, path]
    return subprocess.run([*command, *moment], capture_output=True, text=True, check=False)


def remote_key(settings, tmp_path, kind: str):
    settings.SIGNATURES_BACKEND = "signatures.backends.csc.CscBackend"
    settings.SIGNATURES_TRUST_DIR = keepers.trust(tmp_path / "trusted")
    settings.SIGNATURES_CSC_TOKEN, settings.SIGNATURES_CSC_PIN = "service-token", "2468"
    return served(RemoteSigner({"H44.5": keepers.key(kind)}))


def test_openssl_verifies_a_signed_message(keys, tmp_path):
    signature = signing.sign_message(b"data", reference="message/1", **FOR)
    told = judges.openssl(b"data", signature.content(), authority(keys), tmp_path)
    assert "successful" in told
    assert signature.level == "CAdES-B-B"


def test_openssl_rejects_another_message(keys, tmp_path):
    signature = signing.sign_message(b"data", reference="message/1", **FOR)
    told = judges.openssl(b"date", signature.content(), authority(keys), tmp_path)
    assert "successful" not in told


def test_a_message_is_signed_once(keys):
    first = signing.sign_message(b"data", reference="message/1", **FOR)
    assert signing.sign_message(b"other", reference="message/1", **FOR) == first
    assert first.unsigned_digest == sha256(b"data").hexdigest()


def test_a_message_carries_the_time_and_a_time_stamp(settings):
    settings.SIGNATURES_LEVEL = "PAdES-B-T"
    signature = signing.sign_message(b"data", reference="message/1", **FOR)
    [signer] = cms.ContentInfo.load(signature.content())["content"]["signer_infos"]
    signed = {one["type"].native: one["values"][0].native for one in signer["signed_attrs"]}
    unsigned = [one["type"].native for one in signer["unsigned_attrs"]]
    assert signature.level == "CAdES-B-T"
    assert signed["signing_time"] == AT
    assert unsigned == ["signature_time_stamp_token"]


FAILING = "signatures.backends.time_stamps.FailingTimeStamps"


def completed(settings, deed, content: bytes) -> Signature:
    """Signed while no time stamp was to be had, and swept when it was again."""
    settings.SIGNATURES_LEVEL = "PAdES-B-LT"
    service, settings.SIGNATURES_TIME_STAMPS = settings.SIGNATURES_TIME_STAMPS, FAILING
    cache.clear()
    first = deed(content, reference="message/1", **FOR)
    cache.clear()
    assert first.level.endswith("B-B")
    settings.SIGNATURES_TIME_STAMPS = service
    assert upgrading.sweep(at=AT) == 1
    assert not UpgradeDue.objects.exists()
    return Signature.objects.get()


def test_a_message_without_its_time_stamp_takes_it_in_later(keys, settings, tmp_path):
    signature = completed(settings, signing.sign_message, b"data")
    best = signature.best
    assert (best.level, best.document.name[-4:]) == ("CAdES-B-T", ".p7s")
    assert "successful" in judges.openssl(b"data", best.content(), authority(keys), tmp_path)
    [signer] = cms.ContentInfo.load(best.content())["content"]["signer_infos"]
    [token] = signer["unsigned_attrs"][0]["values"]
    assert stamp_tokens.read(token.dump(), sha256(signer["signature"].native).digest()).at


@pytest.mark.xmlsec
def test_xml_without_its_time_stamp_takes_it_in_later(keys, settings, tmp_path):
    best = completed(settings, signing.sign_xml, XML).best
    told = xmlsec1(best.content(), authority(keys), tmp_path)
    assert told.returncode == 0, told.stderr
    assert (best.level, best.document.name[-4:]) == ("XAdES-B-T", ".xml")
    assert best.content().count(b"EncapsulatedTimeStamp>") == 2


@pytest.mark.xmlsec
@pytest.mark.parametrize("level", ["PAdES-B-B", "PAdES-B-T"])
def test_xmlsec1_verifies_signed_xml(keys, settings, tmp_path, level):
    settings.SIGNATURES_LEVEL = level
    signature = signing.sign_xml(XML, reference="message/1", **FOR)
    told = xmlsec1(signature.content(), authority(keys), tmp_path)
    assert told.returncode == 0, told.stderr
    assert "SignedInfo References (ok/all): 2/2" in told.stderr + told.stdout
    assert signature.level == level.replace("PAdES", "XAdES")


@pytest.mark.xmlsec
def test_xmlsec1_verifies_an_rsa_key_of_a_remote_service(settings, tmp_path):
    with remote_key(settings, tmp_path, "rsa") as url:
        settings.SIGNATURES_CSC_URL = f"{url}/csc/v2"
        signature = signing.sign_xml(XML, reference="message/1", **FOR)
    told = xmlsec1(signature.content(), tmp_path / "trusted" / "issuer.pem", tmp_path)
    assert told.returncode == 0, told.stderr


@pytest.mark.xmlsec
@pytest.mark.parametrize(
    ("old", "new"), [("Ánh", "Anh"), ("2025-09-23T02:30:00Z", "2025-09-24T02:30:00Z")]
)
def test_xmlsec1_rejects_xml_that_was_changed(keys, tmp_path, old, new):
    signed = signing.sign_xml(XML, reference="message/1", **FOR).content()
    changed = signed.replace(old.encode(), new.encode())
    assert changed != signed
    assert xmlsec1(changed, authority(keys), tmp_path).returncode != 0


HOSTILE = {
    "no XML": b"<open>",
    "empty": b"",
    "entities": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "signed already": b'<a><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></a>',
}


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
def test_xml_of_which_a_reader_could_see_something_else_is_refused(document):
    with pytest.raises(SigningRefused):
        signing.sign_xml(document, reference="message/1", **FOR)
    assert not Signature.objects.exists()
