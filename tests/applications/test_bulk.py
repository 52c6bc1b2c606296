from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils.translation import override

from caseflow.accounts.models import Role, User
from caseflow.applications import bulk, many
from caseflow.applications.models import Application, BulkDeed, BulkItem, Event
from caseflow.applications.serializers.deeds import INPUTS
from caseflow.applications.states import BulkOutcome, State, Verb
from caseflow.centers.models import Officer
from tests.factories import MONDAY, a_procedure, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office()


def some_files(office, count=3):
    version = a_procedure()
    return [filed_case(office, version=version) for _ in range(count)]


def chosen(office, cases, verb=Verb.RECEIVE, actor=None, at=MONDAY):
    keys = [case.pk for case in cases]
    return bulk.choose(verb, keys, actor=actor or office.clerk, at=at)


def confirmed(office, cases, verb=Verb.RECEIVE, **inputs):
    asked = chosen(office, cases, verb)
    bulk.confirm(asked, inputs=inputs, at=MONDAY)
    return asked


def outcomes(asked):
    return list(asked.items.order_by("place").values_list("outcome", flat=True))


def test_choosing_and_looking_through_does_nothing_to_the_files(office):
    asked = chosen(office, some_files(office))
    bulk.preview(asked, actor=office.clerk)
    bulk.carry_out()
    assert outcomes(asked) == ["waiting"] * 3
    assert Event.objects.count() == 3


def test_a_choice_keeps_its_order_and_ends_at_the_largest_number(office, settings):
    settings.APPLICATIONS_BULK_FILES = 2
    cases = some_files(office)[::-1]
    asked = chosen(office, [cases[0], *cases])
    kept = asked.items.order_by("place").values_list("application", flat=True)
    assert list(kept) == [case.pk for case in cases[:2]]
    assert asked.is_cut


def test_a_preview_counts_what_is_possible_and_groups_the_reasons(office):
    cases = [*some_files(office, 2), case_in(State.RECEIVED, office), filed_case(an_office())]
    with override("en"):
        preview = bulk.preview(chosen(office, cases), actor=office.clerk)
    assert (preview.possible, preview.refused) == (2, 2)
    told = {refusal.reason: refusal.examples for refusal in preview.refusals}
    assert told["Your role may not do this with this application."] == [cases[3].number]
    assert any("not possible while" in reason for reason in told)


def test_every_file_of_a_confirmed_deed_gets_its_outcome(office):
    with override("en"):
        asked = confirmed(office, [*some_files(office, 2), case_in(State.REFUSED, office)])
    bulk.carry_out()
    assert outcomes(asked) == ["done", "done", "refused"]
    assert "not possible while" in asked.items.get(place=2).reason
    assert Application.objects.filter(state=State.RECEIVED).count() == 2
    assert BulkDeed.objects.get().finished_at


def test_confirming_twice_starts_once(office):
    asked = chosen(office, some_files(office))
    assert bulk.confirm(asked, inputs={}, at=MONDAY)
    assert not bulk.confirm(asked, inputs={"officer": 1}, at=MONDAY)
    bulk.carry_out()
    bulk.carry_out()
    assert Event.objects.filter(verb=Verb.RECEIVE).count() == 3
    assert Event.objects.count() == 6


def test_words_are_kept_with_each_file_and_not_with_the_bulk_deed(office):
    asked = confirmed(office, some_files(office, 2), Verb.NOTE, text="Đã gọi điện")
    bulk.carry_out()
    said = [event.statement.body for event in Event.objects.filter(verb=Verb.NOTE)]
    assert said == [{"text": "Đã gọi điện"}] * 2
    asked.refresh_from_db()
    assert asked.inputs == {}


def test_rights_are_those_of_the_moment_not_of_the_confirmation(office):
    asked = confirmed(office, some_files(office))
    Officer.objects.filter(user=asked.asked_by).update(agency=an_office().center)
    bulk.carry_out()
    assert outcomes(asked) == ["refused"] * 3
    assert Application.objects.filter(state=State.FILED).count() == 3


def test_a_closed_account_does_nothing_any_more(office):
    asked = confirmed(office, some_files(office))
    User.objects.filter(pk=asked.asked_by_id).update(is_active=False)
    bulk.carry_out()
    assert outcomes(asked) == ["refused"] * 3


def test_a_fault_on_one_file_is_told_and_stops_no_other(office):
    with override("en"):
        asked = confirmed(office, some_files(office), Verb.NOTE, nonsense=1)
    bulk.carry_out()
    assert outcomes(asked) == ["refused"] * 3
    assert asked.items.get(place=0).reason == "A fault prevented it: TypeError."
    assert Application.objects.filter(last_sequence=1).count() == 3


def test_cancelling_leaves_the_rest_undone_and_the_done_done(office):
    asked = confirmed(office, some_files(office))
    assert bulk.deal_with_next(asked.pk)
    assert many.cancel(asked, at=MONDAY) == 2
    bulk.carry_out()
    assert outcomes(asked) == ["done", "cancelled", "cancelled"]
    assert many.cancel(asked, at=MONDAY) == 0
    assert BulkDeed.objects.get().finished_at


def test_a_bulk_deed_under_lease_is_left_to_its_worker(office):
    asked = confirmed(office, some_files(office))
    later = MONDAY + timedelta(days=3000)
    BulkDeed.objects.update(leased_until=later)
    bulk.carry_out()
    assert outcomes(asked) == ["waiting"] * 3


def test_bulk_deeds_take_turns(office, monkeypatch):
    monkeypatch.setattr(many, "SLICE_SECONDS", 0.0)
    first, second = (confirmed(office, some_files(office, 2)) for _ in range(2))
    for _ in range(2):
        bulk.carry_out()
    assert [outcomes(asked) for asked in (first, second)] == [["done", "waiting"]] * 2


def test_a_verb_unfit_for_many_files_is_not_chosen(office):
    with pytest.raises(bulk.UnfitForMany):
        chosen(office, some_files(office, 1), Verb.REFUSE)


def test_a_choice_never_confirmed_is_forgotten_with_a_later_one(office):
    cases = some_files(office, 1)
    chosen(office, cases)
    chosen(office, cases, at=MONDAY + timedelta(days=2))
    assert BulkDeed.objects.count() == BulkItem.objects.count() == 1


@pytest.mark.parametrize("verb", bulk.ALLOWED)
def test_what_a_bulk_deed_is_told_is_plain_json(office, verb):
    """Its inputs are kept as JSON until the last file is done."""
    text = {"officer": office.colleague(Role.OFFICER).username, "reason": "lý do", "text": "ghi"}
    known = {name: text[name] for name in INPUTS[verb]().fields if name in text}
    sent = INPUTS[verb](data=known)
    assert sent.is_valid(), sent.errors
    asked = chosen(office, some_files(office, 1), verb)
    bulk.confirm(asked, inputs=sent.validated_data, at=MONDAY)
    asked.refresh_from_db()
    assert asked.inputs == dict(sent.validated_data)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_bulk_deed_do_each_file_once():
    office = an_office()
    asked, together = confirmed(office, some_files(office, 6)), Barrier(2)

    def work():
        together.wait(timeout=20)
        try:
            while bulk.deal_with_next(asked.pk):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(work), pool.submit(work)]:
            done.result()
    assert outcomes(asked) == [BulkOutcome.DONE] * 6
    assert Event.objects.count() == 12
