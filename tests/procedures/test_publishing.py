from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django_fsm import TransitionNotAllowed

from procedures import publishing
from procedures.models import Fee, ProcedureVersion, PublishingDeed
from procedures.states import Deed, VersionState
from tests.procedures.factories import (
    NEW_YEAR,
    ProcedureFactory,
    VersionFactory,
    published,
    publisher,
)

pytestmark = pytest.mark.django_db


def test_a_published_version_is_in_force_from_its_day():
    version = published()
    assert publishing.in_force_for(version.procedure.code) == version
    assert (version.published_at, version.valid_from) == (NEW_YEAR, date(2026, 1, 1))


def test_publishing_retires_the_version_in_force():
    old = published()
    new = VersionFactory(procedure=old.procedure)
    publishing.publish(new, at=NEW_YEAR + timedelta(days=9), by=None)
    old = ProcedureVersion.objects.get(pk=old.pk)
    assert (old.state, old.valid_to) == (VersionState.RETIRED, date(2026, 1, 10))
    assert publishing.in_force_for(old.procedure.code) == new


def test_each_deed_is_recorded_with_who_and_when():
    user = publisher()
    version = VersionFactory()
    publishing.publish(version, at=NEW_YEAR, by=user)
    publishing.retire(version, at=NEW_YEAR, by=user)
    deeds = PublishingDeed.objects.values_list("version", "deed", "by", "at")
    assert list(deeds) == [
        (version.pk, Deed.PUBLISH, user.pk, NEW_YEAR),
        (version.pk, Deed.RETIRE, user.pk, NEW_YEAR),
    ]


def test_an_unknown_code_and_a_retired_procedure_are_told_apart():
    version = published()
    publishing.retire(version, at=NEW_YEAR, by=None)
    with pytest.raises(publishing.RetiredProcedure):
        publishing.in_force_for(version.procedure.code)
    with pytest.raises(publishing.UnknownProcedure):
        publishing.in_force_for("0.000000")


def test_a_procedure_never_published_is_not_in_force():
    draft = VersionFactory()
    with pytest.raises(publishing.RetiredProcedure):
        publishing.in_force_for(draft.procedure.code)


def test_the_version_in_force_costs_one_query(django_assert_num_queries):
    code = published().procedure.code
    with django_assert_num_queries(1):
        assert publishing.in_force_for(code).procedure.code == code


def test_a_version_is_published_once():
    version = published(procedure=ProcedureFactory())
    with pytest.raises(TransitionNotAllowed):
        publishing.publish(version, at=NEW_YEAR, by=None)
    assert PublishingDeed.objects.count() == 1


def test_a_failed_publication_leaves_the_old_version_in_force():
    old = published()
    with pytest.raises(TransitionNotAllowed):
        publishing.publish_all(
            [VersionFactory(procedure=old.procedure).pk, old.pk], at=NEW_YEAR, by=None
        )
    assert publishing.in_force_for(old.procedure.code) == old


@pytest.mark.django_db(transaction=True)
def test_two_publishers_of_one_procedure_take_turns():
    procedure = ProcedureFactory()
    drafts = [VersionFactory(procedure=procedure) for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(publish_apart, drafts))
    states = Counter(ProcedureVersion.objects.values_list("state", flat=True))
    assert states == {VersionState.PUBLISHED: 1, VersionState.RETIRED: 3}


def publish_apart(version):
    try:
        publishing.publish(version, at=NEW_YEAR, by=None)
    finally:
        connection.close()


def test_the_state_is_not_assigned_by_hand():
    with pytest.raises(AttributeError):
        VersionFactory().state = VersionState.PUBLISHED


@pytest.mark.parametrize(
    "change",
    [{"limit_amount": 99}, {"form_schema": {"type": "object"}}, {"state": "draft"}, {"number": 7}],
)
def test_the_database_refuses_a_change_of_a_published_version(change):
    version = published()
    with pytest.raises(IntegrityError):
        ProcedureVersion.objects.filter(pk=version.pk).update(**change)


def test_the_database_refuses_to_drop_a_published_version():
    version = published()
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procedures_procedureversion WHERE id = %s", [version.pk])


def test_the_database_refuses_a_version_born_published():
    with pytest.raises(IntegrityError):
        VersionFactory(state=VersionState.PUBLISHED)


def test_the_database_refuses_another_fee_for_a_published_version():
    version = published()
    with pytest.raises(IntegrityError):
        Fee.objects.create(version=version, amount=1)


@pytest.mark.parametrize("write", ["update", "delete"])
def test_the_database_refuses_to_alter_a_published_fee(write):
    version = VersionFactory()
    fees = Fee.objects.filter(pk=Fee.objects.create(version=version, amount=8000).pk)
    publishing.publish(version, at=NEW_YEAR, by=None)
    with pytest.raises(IntegrityError):
        fees.update(amount=9) if write == "update" else fees.delete()


def test_a_draft_may_still_change_and_go():
    version = VersionFactory()
    Fee.objects.create(version=version, amount=8000)
    ProcedureVersion.objects.filter(pk=version.pk).update(limit_amount=5)
    version.delete()
    assert not Fee.objects.exists()


def test_publishing_deeds_are_only_added():
    published(procedure=ProcedureFactory())
    with pytest.raises(IntegrityError):
        PublishingDeed.objects.update(deed=Deed.RETIRE)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"limit_unit": ""},
        {"limit_amount": None},
        {"limit_amount": 0},
        {"limit_unit": "fortnight"},
        {"online_level": "partly"},
        {"online_level": "very"},
        {"partly_reason": "a reason of a fully online service"},
    ],
)
def test_the_database_refuses_half_a_rule(nonsense):
    with pytest.raises(IntegrityError):
        VersionFactory(**nonsense)


@pytest.mark.parametrize("code", ["1.00119", "a.001193", "1-001193"])
def test_the_database_refuses_a_code_of_another_shape(code):
    with pytest.raises(IntegrityError):
        ProcedureFactory(code=code)
