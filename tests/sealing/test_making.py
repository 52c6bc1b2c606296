from datetime import timedelta

import pytest

from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.sealing import making, merkle, stamping
from caseflow.sealing.models import Pending, Seal, SealedHead, SealStamp
from signatures.backends.base import SigningRefused
from tests.applications.histories import CLERK, FILED_AT, FORM, commune_center
from tests.procedures.factories import published
from tests.sealing.days import FIRST, morning_after, note, sealed, told

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def cases(shared_rows):
    with shared_rows():
        return told(commune_center(), published(form_schema=FORM), 3)


def heads(seal: int) -> list[tuple[str, int, str]]:
    rows = SealedHead.objects.filter(seal=seal).order_by("position")
    return [(row.number, row.sequence, bytes(row.head).hex()) for row in rows]


def test_a_seal_holds_the_head_of_every_chain_that_changed(cases):
    sealed()
    assert heads(1) == [(case.number, 6, case.head_hash) for case in cases]
    assert not Pending.objects.exists()


def test_each_seal_names_the_one_before_it(cases):
    one, two, three = sealed(3)
    assert (one.previous, two.previous, three.previous) == ("", one.digest, two.digest)
    assert (two.chains, two.root) == (0, merkle.EMPTY.hex())
    assert three.day == FIRST + timedelta(days=2)


def test_sealing_again_changes_nothing(cases):
    sealed()
    assert making.seal_missing(through=FIRST, at=morning_after(FIRST)) == []
    assert Seal.objects.count() == 1


def test_days_that_were_missed_are_caught_up_in_order(cases):
    sealed()
    later = FIRST + timedelta(days=4)
    made = making.seal_missing(through=later, at=morning_after(later))
    assert [seal.number for seal in made] == [2, 3, 4, 5]
    assert made[-1].day == later


def test_a_deed_seen_too_late_for_its_day_stands_in_the_next_seal(cases):
    sealed()
    note(cases[0])
    sealed(2)
    assert heads(2) == [(cases[0].number, 6, cases[0].head_hash)]


def test_a_deed_of_today_waits_for_the_seal_of_today(cases):
    lifecycle.rate(cases[0].pk, actor=CLERK, at=FILED_AT, rating=5)
    note(Application.objects.get(pk=cases[0].pk))
    sealed()
    assert heads(1)[0][1] == 6
    assert Pending.objects.get().application == cases[0]


def test_without_a_key_nothing_is_sealed_and_nothing_lost(cases, settings, tmp_path):
    settings.SIGNATURES_PKCS12_DIR = tmp_path
    settings.SIGNATURES_PKCS12_FILE = tmp_path / "none.p12"
    with pytest.raises(SigningRefused):
        making.seal_missing(through=FIRST, at=morning_after(FIRST))
    assert (Seal.objects.count(), Pending.objects.count()) == (0, 3)


def test_a_seal_is_stamped_later_when_the_service_was_away(cases, settings):
    settings.SIGNATURES_TIME_STAMPS = "signatures.backends.time_stamps.FailingTimeStamps"
    sealed(2)
    assert stamping.stamp_waiting() == 0
    settings.SIGNATURES_TIME_STAMPS = "signatures.backends.time_stamps.OwnTimeStamps"
    assert stamping.stamp_waiting() == 2
    assert stamping.stamp_waiting() == 0
    assert SealStamp.objects.count() == 2
