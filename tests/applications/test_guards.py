"""What the database refuses to anybody who goes past the verbs."""

import pytest
from django.db import IntegrityError, connection, transaction

from caseflow.applications.models import Application, Event
from caseflow.applications.states import State
from tests.factories import an_office, case_in

pytestmark = pytest.mark.django_db


def sql(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "change",
    [
        "state = 'received'",
        "state = 'in_review'",
        "due_at = due_at + interval '1 day'",
        "filed_at = filed_at - interval '1 day'",
        "channel = 'online'",
        "assistance = 'self'",
        "number = 'H44.1-260101-0001'",
        "agency_seconds = 0",
        "last_sequence = 1",
        "head_hash = ''",
        "paid_online = true",
        "rating = 5",
    ],
)
def test_a_fact_changes_only_with_an_event(change):
    case = case_in(State.PAYMENT_DUE, an_office())
    with pytest.raises(IntegrityError):
        sql(f"UPDATE applications_application SET {change} WHERE id = %s", case.pk)


def test_update_past_the_machine_is_refused():
    case = case_in(State.RECEIVED, an_office())
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=case.pk).update(state=State.DECIDED)


def test_a_made_up_sequence_is_refused_when_the_transaction_ends():
    case = case_in(State.RECEIVED, an_office())
    with pytest.raises(IntegrityError, match="last event"):
        sql(
            "UPDATE applications_application SET state = 'in_review',"
            " last_sequence = last_sequence + 1 WHERE id = %s",
            case.pk,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE applications_event SET content = '{}' WHERE application_id = %s",
        "DELETE FROM applications_event WHERE application_id = %s",
    ],
)
def test_events_are_never_changed_or_removed(statement):
    case = case_in(State.RECEIVED, an_office())
    with pytest.raises(IntegrityError, match="append-only"):
        sql(statement, case.pk)


def test_a_case_with_events_cannot_be_deleted():
    case = case_in(State.FILED, an_office())
    with pytest.raises(IntegrityError):
        sql("DELETE FROM applications_application WHERE id = %s", case.pk)


def test_personal_data_can_be_erased_without_an_event():
    case = case_in(State.RECEIVED, an_office())
    Application.objects.filter(pk=case.pk).update(applicant_name="", form={}, declared_salt="")
    assert Application.objects.get(pk=case.pk).applicant_name == ""


def test_the_queryset_of_events_has_no_update_and_no_delete():
    for forbidden in (Event.objects.all().delete, lambda: Event.objects.update(verb="note")):
        with pytest.raises(TypeError):
            forbidden()
