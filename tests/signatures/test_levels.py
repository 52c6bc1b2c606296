from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from signatures import upgrading
from signatures.backends.pkcs12 import SoftwareKey, key_in
from signatures.certificates import lists
from signatures.models import Signature, Upgrade, UpgradeDue
from tests.signatures import judges
from tests.signatures.factories import AT, sign_once
from tests.signatures.signing_servers import TimeStampAuthority, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_signing_key", "_fresh_cache")]

REMOTE = "signatures.backends.time_stamps.RemoteTimeStamps"
FAILING = "signatures.backends.time_stamps.FailingTimeStamps"
LATER = timedelta(days=1)


@pytest.fixture
def _fresh_cache(_signing_key, settings):
    settings.SIGNATURES_LEVEL = "PAdES-B-T"
    cache.clear()
    return


@pytest.fixture
def _lists(_signing_key, keys: Path):
    for path in keys.glob("*.crl"):
        lists.keep(path.read_bytes(), source="demonstration", at=timezone.now())


@pytest.fixture
def authority(keys, settings):
    settings.SIGNATURES_TIME_STAMPS = REMOTE
    settings.SIGNATURES_TIME_STAMP_SECONDS = 1
    key = key_in(keys / "timestamp.p12")
    assert isinstance(key, SoftwareKey)
    service = TimeStampAuthority(key)
    with served(service) as url:
        settings.SIGNATURES_TIME_STAMP_URL = url
        yield service


def test_a_time_stamp_says_when_the_signature_was_there(pdf, keys, authority):
    signature = sign_once(pdf)
    [found] = judges.pyhanko(signature.content(), keys, at=AT)
    assert signature.level == "PAdES-B-T"
    assert found.bottom_line
    assert found.timestamp_validity.valid
    assert abs(found.timestamp_validity.timestamp - datetime.now(UTC)) < timedelta(minutes=1)
    assert not UpgradeDue.objects.exists()


@pytest.mark.poppler
@pytest.mark.usefixtures("_lists")
@pytest.mark.parametrize("level", ["PAdES-B-B", "PAdES-B-T", "PAdES-B-LT"])
def test_poppler_says_that_a_signature_of_each_level_is_valid(pdf, settings, tmp_path, level):
    settings.SIGNATURES_LEVEL = level
    signature = sign_once(pdf)
    told = judges.pdfsig(signature.content(), tmp_path)
    assert signature.level == level
    assert "Signature is Valid." in told
    # The data to check it by is appended behind the signature.
    assert ("Total document signed" in told) == (level != "PAdES-B-LT")


@pytest.mark.usefixtures("_lists")
def test_a_lasting_signature_carries_chains_and_revocation_lists(pdf, keys, settings):
    settings.SIGNATURES_LEVEL = "PAdES-B-LT"
    signature = sign_once(pdf)
    store = judges.store_of(signature.content())
    assert signature.level == "PAdES-B-LT"
    assert len(store.certs) == 3
    assert len(store.crls) == 1
    assert judges.are_valid(signature.content(), keys, at=AT)
    assert judges.needs_nobody(signature.content(), keys, at=AT)


@pytest.mark.usefixtures("_lists")
def test_a_second_signature_repeats_no_evidence(pdf, keys, settings):
    settings.SIGNATURES_LEVEL = "PAdES-B-LT"
    first = sign_once(pdf, reference="draft").content()
    both = sign_once(first, reference="seal").content()
    assert both.startswith(first)
    assert len(judges.store_of(both).certs) == 3
    assert judges.are_valid(both, keys, at=AT)


FAULTS = [
    "down",
    "nonsense",
    "slow",
    "declines",
    "other document",
    "wrong nonce",
    "wrong clock",
    "altered",
]


@pytest.mark.parametrize("fault", FAULTS)
def test_without_a_good_time_stamp_the_document_says_less_and_waits(pdf, authority, fault):
    authority.fault = fault
    signature = sign_once(pdf)
    assert signature.level == "PAdES-B-B"
    assert UpgradeDue.objects.get().signature == signature


def test_a_document_without_its_time_stamp_is_completed_later(pdf, keys, authority):
    authority.fault = "down"
    signature = sign_once(pdf)
    authority.fault = ""
    assert upgrading.sweep(at=AT + LATER) == 1
    best = Signature.objects.get().best
    assert best.level == "PAdES-B-T"
    assert best.content().startswith(signature.content())
    assert judges.is_stamped(best.content(), keys)
    assert judges.are_valid(best.content(), keys, at=AT)


@pytest.mark.poppler
def test_poppler_says_that_a_document_stamped_later_is_valid(pdf, settings, tmp_path):
    service, settings.SIGNATURES_TIME_STAMPS = settings.SIGNATURES_TIME_STAMPS, FAILING
    signature = sign_once(pdf)
    settings.SIGNATURES_TIME_STAMPS = service
    upgrading.sweep(at=AT)
    told = judges.pdfsig(signature.best.content(), tmp_path)
    assert "Signature is Valid." in told
    assert "Total document signed" in told


def test_a_service_that_is_down_is_asked_once_in_a_while(pdf, authority):
    authority.fault = "down"
    for number in range(5):
        sign_once(pdf, reference=f"case/{number}")
    assert authority.asked == 1
    assert upgrading.sweep(at=AT) == 0
    assert authority.asked == 2
    assert UpgradeDue.objects.filter(due_at__gt=AT, tries=1).count() == 1


def test_what_was_completed_is_not_done_twice(pdf, settings):
    service, settings.SIGNATURES_TIME_STAMPS = settings.SIGNATURES_TIME_STAMPS, FAILING
    sign_once(pdf)
    settings.SIGNATURES_TIME_STAMPS = service
    due = UpgradeDue.objects.get()
    upgrading.complete(UpgradeDue.objects.get(), at=AT)
    upgrading.complete(due, at=AT)
    assert Upgrade.objects.count() == 1
    assert upgrading.sweep(at=AT + LATER) == 0


@pytest.mark.usefixtures("_signing_key")
def test_a_missing_revocation_list_is_waited_for(pdf, keys, settings, request):
    settings.SIGNATURES_LEVEL = "PAdES-B-LT"
    signature = sign_once(pdf)
    assert signature.level == "PAdES-B-T"
    assert upgrading.sweep(at=AT) == 0
    assert "revocation list" in UpgradeDue.objects.get().problem
    request.getfixturevalue("_lists")
    assert upgrading.sweep(at=AT + LATER) == 1
    assert Signature.objects.get().best.level == "PAdES-B-LT"
    assert judges.are_valid(Signature.objects.get().best.content(), keys, at=AT)
