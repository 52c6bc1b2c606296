"""Each test rewrites the record with the rights of a superuser; the command has to say so."""

import json
from contextlib import contextmanager
from io import StringIO
from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseflow.applications import evidence, history, lifecycle
from caseflow.applications.models import Application, Event, Statement
from caseflow.applications.states import Verb
from tests.applications.histories import (
    CLERK,
    FILED_AT,
    TOLD_AT,
    every_verb,
    stories,
    write_cases,
)
from tests.applications.histories import case as unsaved_case

pytestmark = pytest.mark.django_db


@contextmanager
def without_guards():
    """As a superuser would: the triggers sleep while the rows are touched."""
    with connection.cursor() as cursor:
        # What the deferred check still has to look at cannot wait behind ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("applications_event", "applications_application"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield cursor
        for table in ("applications_event", "applications_application"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def tamper(sql: str, *values: object) -> None:
    with without_guards() as cursor:
        cursor.execute(sql, values)


def verified(**options: str) -> tuple[list[str], int]:
    """The lines printed and the exit code."""
    out, code = StringIO(), 0
    try:
        call_command("verify_evidence", stdout=out, **options)
    except SystemExit as end:
        code = end.code
    return out.getvalue().splitlines(), code


@pytest.fixture
def case():
    """The second of three, so that a fault has neighbours to be mistaken for."""
    return write_cases(3)[1]


def faults(case: Application) -> list[str]:
    lines, code = verified()
    named = lines[:-4]
    assert code == 1
    assert lines[-1] == f"faults {len(named)}"
    assert all(line.startswith(case.number) for line in named)
    return [line.removeprefix(case.number).lstrip(": ") for line in named]


def forge(case: Application, sequence: int, **said: object) -> None:
    """Rewrites an event with a hash that fits, as somebody who knows the format would."""
    event = Event.objects.get(application=case, sequence=sequence)
    content = evidence.canonical({**json.loads(event.content), **said})
    tamper(
        "UPDATE applications_event SET content = %s, hash = %s WHERE id = %s",
        content.decode(),
        evidence.digest(content),
        event.pk,
    )


def test_a_sound_record_has_no_faults(case):
    lines, code = verified()
    assert lines == ["applications 3", "events 18", "erased 0", "faults 0"]
    assert code == 0


def test_a_changed_content_is_named(case):
    tamper(
        "UPDATE applications_event SET content = replace(content, 'true', 'false')"
        " WHERE application_id = %s AND sequence = 5",
        case.pk,
    )
    assert faults(case)[0].startswith("event 5: the content was changed")


def test_unreadable_content_is_named(case):
    tamper(
        "UPDATE applications_event SET content = '{' WHERE application_id = %s AND sequence = 2",
        case.pk,
    )
    assert "event 2: the content cannot be read" in faults(case)


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("verb", "'reject'", "event 4: verb is 'reject', the content says 'approve'"),
        ("actor_unit", "'H26'", "event 4: unit is 'H26', the content says 'H44.101'"),
        ("origin", "'live'", "event 4: origin is 'live', the content says 'synthetic'"),
    ],
)
def test_a_changed_column_is_named(case, column, value, named):
    tamper(
        f"UPDATE applications_event SET {column} = {value}"
        " WHERE application_id = %s AND sequence = 4",
        case.pk,
    )
    assert faults(case) == [named]


def test_a_moved_instant_is_named(case):
    tamper(
        "UPDATE applications_event SET at = at - interval '1 day'"
        " WHERE application_id = %s AND sequence = 6",
        case.pk,
    )
    assert faults(case)[0].startswith("event 6: at is '2025-09-22")


def test_a_removed_event_is_named(case):
    tamper("DELETE FROM applications_event WHERE application_id = %s AND sequence = 3", case.pk)
    assert faults(case) == ["event 3: was removed"]


def test_a_cut_tail_is_named(case):
    tamper("DELETE FROM applications_statement")
    tamper("DELETE FROM applications_event WHERE application_id = %s AND sequence > 3", case.pk)
    assert faults(case) == ["event 4: was removed, and all up to event 6"]


def test_a_chain_without_any_event_is_named(case):
    tamper("DELETE FROM applications_statement")
    tamper("DELETE FROM applications_event WHERE application_id = %s", case.pk)
    assert faults(case) == ["event 1: was removed, and all up to event 6"]


def insert_copy(case: Application, of: int, at: int) -> None:
    tamper(
        "INSERT INTO applications_event (application_id, sequence, verb, from_state, to_state,"
        " actor_role, actor_unit, at, recorded_at, origin, content, hash)"
        " SELECT application_id, %s, verb, from_state, to_state, actor_role, actor_unit, at,"
        " recorded_at, origin, content, hash FROM applications_event"
        " WHERE application_id = %s AND sequence = %s",
        at,
        case.pk,
        of,
    )


def test_an_event_inserted_at_the_end_is_named(case):
    insert_copy(case, 6, 7)
    assert "event 7: was inserted: the case ends before it" in faults(case)


def test_an_event_inserted_in_the_middle_is_named(case):
    for sequence in (6, 5, 4):
        tamper(
            "UPDATE applications_event SET sequence = %s WHERE application_id = %s AND sequence=%s",
            sequence + 1,
            case.pk,
            sequence,
        )
    insert_copy(case, 3, 4)
    found = faults(case)
    assert "event 4: sequence is 4, the content says 3" in found
    assert "event 7: was inserted: the case ends before it" in found


def test_swapped_events_are_named(case):
    for before, after in ((2, 99), (3, 2), (99, 3)):
        tamper(
            "UPDATE applications_event SET sequence = %s WHERE application_id = %s AND sequence=%s",
            after,
            case.pk,
            before,
        )
    found = faults(case)
    assert "event 2: sequence is 2, the content says 3" in found
    assert "event 3: sequence is 3, the content says 2" in found


def test_an_event_forged_with_a_fitting_hash_breaks_the_link_of_the_next(case):
    forge(case, 3, payload={"officer": 1})
    assert faults(case) == ["event 4: does not follow the event before it as that stands now"]


def test_a_last_event_forged_with_a_fitting_hash_is_not_the_one_the_case_names(case):
    forge(case, 6, payload={"how": "post", "to": "applicant"})
    assert faults(case) == ["event 6: is not the last event that the case names"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("due_at = due_at + interval '9 days'", "due_at is 2025-"),
        ("outcome = 'rejected'", "outcome is rejected, the events say approved"),
        ("electronic_result = false", "electronic_result is False, the events say True"),
        ("agency_seconds = 1", "agency_seconds is 1, the events say 32400"),
        ("channel = 'counter'", "channel is counter, the events say online"),
        ("issued_at = filed_at, finished_at = filed_at", "finished_at is 2025-09-23T01:00"),
        ("applicant_name = 'Trần Văn Khác'", "applicant or form are not those"),
        ("declared_salt = ''", "applicant or form cannot be proved"),
    ],
)
def test_a_changed_fact_of_the_case_is_named(case, change, named):
    tamper(f"UPDATE applications_application SET {change} WHERE id = %s", case.pk)
    assert any(fault.startswith(named) for fault in faults(case))


def test_a_deed_that_the_machine_refuses_is_named(case):
    """Whoever can forge a whole chain still cannot invent a road through the machine."""
    (story,) = islice(stories(case.receiving_center, case.procedure_version), 1)
    last = story.entries[-1]
    story.append(Verb.RECEIVE, from_state="returned", payload={}, actor=CLERK, at=last.at)
    history.write([story])
    assert faults(story.case) == ["event 7: receive is not possible while the case is returned"]


def test_changed_words_are_named(case):
    Statement.objects.filter(event__application=case).update(body={"text": "Không đồng ý"})
    assert faults(case) == ["event 4: the words are not those that were said"]


def test_erased_words_and_applicants_are_counted_and_not_blamed(case):
    Statement.objects.filter(event__application=case).delete()
    Application.objects.filter(pk=case.pk).update(
        applicant_name="", applicant_search_key="", form={}, declared_salt=""
    )
    lines, code = verified()
    assert (lines[2:], code) == (["erased 2", "faults 0"], 0)


def test_one_application_is_proved_alone(case):
    tamper("DELETE FROM applications_event WHERE application_id = %s AND sequence = 3", case.pk)
    other = Application.objects.exclude(pk=case.pk).first()
    assert verified(application=other.number) == (
        ["applications 1", "events 6", "erased 0", "faults 0"],
        0,
    )


def test_an_unknown_number_is_a_wrong_use(case):
    with pytest.raises(CommandError) as error:
        call_command("verify_evidence", application="H99-000000-0000")
    assert error.value.returncode == 2


def test_every_verb_leaves_a_chain_from_which_the_facts_follow(case):
    unsaved = unsaved_case(case.receiving_center, case.procedure_version, "H44.101-250924-0001")
    story = history.filed(unsaved, actor=CLERK, at=FILED_AT, recorded_at=TOLD_AT)
    every_verb(story, case.receiving_center)
    history.write([story])
    assert verified() == (["applications 4", "events 37", "erased 0", "faults 0"], 0)


def test_a_live_deed_leaves_a_sound_record(case):
    lifecycle.rate(case.pk, actor=CLERK, at=FILED_AT, rating=5, text="Tốt")
    assert verified()[0][1:] == ["events 19", "erased 0", "faults 0"]


COLUMNS = {
    "verb": st.sampled_from(["note", "stop", "approve"]),
    "from_state": st.sampled_from(["draft", "issued"]),
    "actor_role": st.sampled_from(["admin", "citizen"]),
    "content": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
    "hash": st.text("0123456789abcdef", min_size=64, max_size=64),
    "sequence": st.integers(20, 90),
}


# One case serves all examples: each puts back what it changed. Its queries take their time.
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), sequence=st.integers(1, 6), column=st.sampled_from(sorted(COLUMNS)))
def test_whatever_is_changed_in_one_event_is_found(case, data, sequence, column):
    event = Event.objects.get(application=case, sequence=sequence)
    before = getattr(event, column)
    value = data.draw(COLUMNS[column].filter(lambda drawn: drawn != before))
    change = f"UPDATE applications_event SET {column} = %s WHERE id = %s"
    tamper(change, value, event.pk)
    assert faults(case)
    tamper(change, before, event.pk)
    assert verified()[1] == 0
