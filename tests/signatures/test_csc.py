import pytest

from signatures.backends import csc
from signatures.models import Signature
from signatures.signing import SigningRefused, SigningUnavailable, sign
from tests.signatures import judges, keepers
from tests.signatures.factories import AT, WORDS
from tests.signatures.signing_servers import RemoteSigner, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_signing_key", "english")]


@pytest.fixture
def anchors(tmp_path):
    return keepers.trust(tmp_path / "trusted")


@pytest.fixture
def service(settings, anchors):
    settings.SIGNATURES_BACKEND = "signatures.backends.csc.CscBackend"
    settings.SIGNATURES_TRUST_DIR = anchors
    settings.SIGNATURES_CSC_TOKEN, settings.SIGNATURES_CSC_PIN = "service-token", "2468"
    settings.SIGNATURES_CSC_SECONDS = 1
    csc.credential_of.cache_clear()
    signer = RemoteSigner({"leader": keepers.key("rsa"), "officer": keepers.key("ec")})
    with served(signer) as url:
        settings.SIGNATURES_CSC_URL = f"{url}/csc/v2"
        yield signer


def sign_for(holder: str, document: bytes, reference: str = "case/1") -> Signature:
    return sign(document, reference=reference, holder=holder, **WORDS)


@pytest.mark.poppler
@pytest.mark.parametrize("holder", ["leader", "officer"])
def test_a_remote_service_signs(pdf, service, anchors, tmp_path, holder):
    signed = sign_for(holder, pdf).content()
    assert judges.are_valid(signed, anchors, at=AT)
    assert "Signature is Valid." in judges.pdfsig(signed, tmp_path)


def test_each_document_is_allowed_by_itself_and_the_credential_is_asked_for_once(pdf, service):
    for number in range(2):
        sign_for("leader", pdf, reference=f"case/{number}")
    deed = ["credentials/authorize", "signatures/signHash"]
    assert service.asked == ["credentials/list", "credentials/info", *deed, *deed]


def test_the_service_never_sees_a_document_and_keeps_nothing_open(pdf, service):
    key = csc.CscBackend(holder="leader").key()
    key.sign(b"data")
    assert service.consents == {}


def test_the_certificate_is_registered_with_where_its_key_lives(pdf, service):
    assert sign_for("leader", pdf).certificate.key_place == "remote"


FAULTS = {
    "down": SigningUnavailable,
    "slow": SigningUnavailable,
    "answers twice": SigningUnavailable,
    "other document": SigningUnavailable,
    "disabled": SigningRefused,
    "asks the person": SigningRefused,
}


@pytest.mark.parametrize(("fault", "raised"), FAULTS.items(), ids=FAULTS)
def test_a_fault_of_the_service_signs_nothing_and_a_later_try_signs_once(
    pdf, service, fault, raised
):
    service.fault = fault
    with pytest.raises(raised):
        sign_for("leader", pdf)
    assert not Signature.objects.exists()
    service.fault = ""
    assert sign_for("leader", pdf) == sign_for("leader", pdf) == Signature.objects.get()


def test_a_wrong_pin_is_not_tried_again(pdf, service, settings):
    settings.SIGNATURES_CSC_PIN = "1357"
    with pytest.raises(SigningRefused, match="invalid_pin"):
        sign_for("leader", pdf)


def test_a_service_that_does_not_know_us_may_know_us_later(pdf, service, settings):
    settings.SIGNATURES_CSC_TOKEN = "expired"
    with pytest.raises(SigningUnavailable, match="invalid_token"):
        sign_for("leader", pdf)


def test_somebody_without_a_key_at_the_service_is_refused(pdf, service):
    with pytest.raises(SigningRefused, match="no key for citizen"):
        sign_for("citizen", pdf)


def test_a_service_nobody_answers_at_is_unavailable(pdf, service, settings):
    settings.SIGNATURES_CSC_URL = "http://127.0.0.1:9/csc/v2"
    with pytest.raises(SigningUnavailable, match="out of reach"):
        sign_for("leader", pdf)
