from datetime import date, datetime, time, timedelta

import pytest

from caseflow.applications import deadlines
from caseflow.applications.deadlines import DueKind, Happening, Policy, Resumption
from caseflow.applications.states import Clock, State, Verb
from caseflow.centers.working_time import VIETNAM, DayRule, Effect, Period, WorkingTime
from tests.applications.random_deadlines import Rules, compare
from tests.centers.calendar_2025_2026 import MAKE_UP, OFF

OFFICE_DAY = (Period(time(7), time(11, 30)), Period(time(13, 30), time(17)))
UNDER = Policy()


def calendar(version=1, *, off=frozenset()):
    rules = {day: DayRule(False, "nghỉ lễ", "holiday", "Số 1") for day in OFF | off}
    rules |= {day: DayRule(True, "làm bù", "make-up day", "Số 2") for day in MAKE_UP - off}
    hours = dict.fromkeys(range(5), OFFICE_DAY)
    return WorkingTime(version, hours, rules, date(2025, 1, 1), date(2026, 12, 31), "Số 3")


CALENDAR = calendar()
CALENDARS = {1: CALENDAR, 2: calendar(2, off={date(2026, 3, 5)})}
FIVE_DAYS = Rules("working_day", 5, None)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("accepted", "days", "due"),
    [
        ("2025-12-31 10:00", 3, "2026-01-07 10:00"),
        ("2026-01-08 09:00", 2, "2026-01-10 09:00"),
        ("2026-02-13 16:00", 1, "2026-02-23 16:00"),
        ("2026-08-21 09:00", 1, "2026-08-22 09:00"),
        ("2026-03-13 10:56", 20, "2026-04-10 10:56"),
    ],
)
def test_the_vectors_of_the_domain_reference_for_working_days(accepted, days, due):
    rules = Rules("working_day", days, None)
    assert deadlines.settlement(rules, CALENDAR, at(accepted)).due_at == at(due)


def test_the_vector_of_the_domain_reference_for_the_reception_clock():
    term = deadlines.reception(CALENDAR, at("2026-04-24 15:00"), hours=8)
    assert term.due_at == at("2026-04-28 15:00")


def test_two_thousand_random_files_agree_with_flags_for_every_minute():
    assert compare(2000, seed=118) == 2000


@pytest.mark.parametrize(
    ("accepted", "handed_over"),
    [
        ("2026-03-02 14:59", "2026-03-02 17:00"),
        ("2026-03-02 15:00", "2026-03-03 11:30"),
        ("2026-03-06 16:00", "2026-03-09 11:30"),
    ],
)
def test_after_fifteen_hours_a_file_is_handed_over_the_next_working_morning(accepted, handed_over):
    term = deadlines.hand_over(CALENDAR, at(accepted), under=UNDER)
    assert term.due_at == at(handed_over)


def test_the_citizen_has_fifteen_days_that_end_on_a_working_day():
    term = deadlines.supplement(CALENDAR, at("2026-04-10 09:00"), under=UNDER)
    assert term.due_at == at("2026-04-28 09:00")


def happened(verb, came_from, to, when, **facts):
    return Happening(verb, came_from, to, at(when), {"calendar": 1} | facts)


ACCEPTED = [
    happened(Verb.FILE, State.DRAFT, State.FILED, "2026-03-02 08:00", channel="online"),
    happened(Verb.RECEIVE, State.FILED, State.RECEIVED, "2026-03-02 10:00"),
]
ASKED = happened(
    Verb.REQUEST_SUPPLEMENT, State.RECEIVED, State.SUPPLEMENT_REQUESTED, "2026-03-04 10:00"
)
REVIEWED = happened(Verb.START_REVIEW, State.RECEIVED, State.IN_REVIEW, "2026-03-02 11:00")
CHARGED = happened(Verb.REQUEST_PAYMENT, State.IN_REVIEW, State.PAYMENT_DUE, "2026-03-04 10:00")


def supplied(how, when="2026-03-12 14:00"):
    states = State.SUPPLEMENT_REQUESTED, State.RECEIVED
    return happened(Verb.SUPPLY, *states, when, resumption=how)


def paid(how, when="2026-03-12 14:00"):
    return happened(Verb.PAY, State.PAYMENT_DUE, State.IN_REVIEW, when, resumption=how)


def counted(*deeds, rules=FIVE_DAYS, **options):
    return deadlines.counted(deeds, rules, CALENDARS.__getitem__, **options)


@pytest.mark.parametrize(
    ("how", "due"),
    [("restart", "2026-03-19 14:00"), ("shift", "2026-03-17 14:00"), ("none", "2026-03-09 10:00")],
)
def test_a_supplement_restarts_shifts_or_leaves_the_period(how, due):
    # Three days were left, less the half hour between 10:00 and 14:00 that falls into noon.
    period = counted(*ACCEPTED, ASKED, supplied(how))
    assert period.due_at == at(due)


def test_a_payment_stops_the_clock_and_leaves_what_was_left():
    period = counted(*ACCEPTED, REVIEWED, CHARGED, paid("shift", "2026-03-11 10:00"))
    assert period.due_at == at("2026-03-16 10:00")


def test_a_file_that_was_late_before_the_wait_stays_late():
    late = CHARGED._replace(at=at("2026-03-10 09:00"))
    period = counted(*ACCEPTED, REVIEWED, late, paid("shift"))
    assert period.due_at == at("2026-03-09 10:00")


def test_days_of_the_calendar_are_shifted_in_everybodys_time():
    rules = Rules("day", 10, None)
    period = counted(*ACCEPTED, ASKED, supplied("shift", "2026-03-09 10:00"), rules=rules)
    # Eight days were left; they end on Tuesday the 17th.
    assert period.due_at == at("2026-03-17 10:00")


def test_a_land_file_has_two_appointments_around_its_payment():
    rules = Rules("working_day", 5, None, after_payment_days=10)
    chain = [*ACCEPTED, REVIEWED, CHARGED, paid("second_appointment")]
    found = {due.kind: due for due in dues(chain, rules)}
    first = found[DueKind.FIRST_APPOINTMENT]
    assert (first.due_at, first.met_at) == (at("2026-03-09 10:00"), CHARGED.at)
    assert found[DueKind.SETTLEMENT].due_at == at("2026-03-26 14:00")


def dues(chain, rules=FIVE_DAYS, now="2026-03-13 08:00"):
    return deadlines.dues(chain, rules, CALENDARS.__getitem__, under=UNDER, at=at(now))


def test_rules_come_before_the_policy_of_the_office():
    own = FIVE_DAYS._replace(supplement_policy="shift")
    assert deadlines.after_supplement(own, under=UNDER) == Resumption.SHIFT
    assert deadlines.after_supplement(FIVE_DAYS, under=UNDER) == Resumption.RESTART
    assert deadlines.after_payment(FIVE_DAYS, under=UNDER) == Resumption.SHIFT
    runs_on = Policy(payment_pauses=False)
    assert deadlines.after_payment(FIVE_DAYS, under=runs_on) == Resumption.NONE


def test_a_supplement_before_acceptance_starts_the_reception_clock_again():
    asked = ASKED._replace(from_state=State.FILED, at=at("2026-03-02 09:00"))
    again = supplied("", "2026-03-04 08:00")._replace(to_state=State.FILED)
    assert counted(ACCEPTED[0], asked, again).reception_due_at == at("2026-03-05 08:00")


def test_every_clock_of_a_file_is_named_with_its_law_and_its_end():
    found = {due.kind: due for due in dues([*ACCEPTED, ASKED])}
    assert set(found) == set(DueKind) - {DueKind.CORRECTION, DueKind.FIRST_APPOINTMENT}
    assert all("118/2025" in due.law for due in found.values())
    assert found[DueKind.ALERT].due_at == at("2026-03-02 10:00")
    assert found[DueKind.ALERT].met_at == ACCEPTED[0].at
    assert found[DueKind.RECEPTION].met_at == ACCEPTED[1].at
    assert found[DueKind.SUPPLEMENT_NOTICE].due_at == at("2026-03-05 10:00")
    assert found[DueKind.SUPPLEMENT].met_at is None


def test_a_hand_over_is_counted_again_from_what_the_citizen_supplied():
    chain = [*ACCEPTED, ASKED, supplied("restart", "2026-03-10 09:00")]
    first, second = (due for due in dues(chain) if due.kind == DueKind.HAND_OVER)
    assert (first.met_at, second.due_at) == (ASKED.at, at("2026-03-10 17:00"))


def test_what_need_not_happen_makes_nobody_late():
    found = {due.kind: due for due in dues(ACCEPTED)}
    assert not found[DueKind.SUPPLEMENT_NOTICE].is_duty
    ended = ACCEPTED[1]._replace(
        verb=Verb.REJECT, to_state=State.ISSUED, at=at("2026-03-20 09:00"), payload={}
    )
    kinds = {due.kind for due in dues([*ACCEPTED, ended])}
    assert not kinds & {DueKind.SUPPLEMENT_NOTICE, DueKind.EXTENSION_NOTICE}


def test_a_correction_ends_with_the_corrected_result_and_not_before():
    reported, ordered, reissued = (
        ACCEPTED[1]._replace(verb=verb, to_state=State.RETURNED, at=at(told), payload=facts)
        for verb, told, facts in (
            (Verb.CORRECT, "2026-03-20 09:00", {"calendar": 1}),
            (Verb.AMEND, "2026-03-20 15:00", {}),
            (Verb.REISSUE, "2026-03-30 09:00", {}),
        )
    )
    found = {due.kind: due for due in dues([*ACCEPTED, reported, ordered, reissued])}
    assert found[DueKind.CORRECTION].met_at == reissued.at
    assert found[DueKind.CORRECTION].is_late


def effects(chain, **options):
    settlement = next(due for due in dues(chain, **options) if due.kind == DueKind.SETTLEMENT)
    return [(step.date.day, step.effect) for step in settlement.steps]


def test_a_wait_is_explained_day_by_day_up_to_the_new_beginning():
    told = effects([*ACCEPTED, ASKED, supplied("restart", "2026-03-06 09:00")])
    assert told[:7] == [
        (2, Effect.SKIPPED),
        (3, Effect.COUNTED),
        (4, Effect.COUNTED),
        (4, Effect.PAUSED),
        (5, Effect.PAUSED),
        (6, Effect.PAUSED),
        (6, Effect.RESTARTED),
    ]
    assert told[-1] == (13, Effect.COUNTED)


def test_a_wait_that_lasts_is_explained_until_now():
    told = effects([*ACCEPTED, REVIEWED, CHARGED], now="2026-03-06 08:00")
    assert told[-3:] == [(4, Effect.PAUSED), (5, Effect.PAUSED), (6, Effect.PAUSED)]


def test_a_period_that_ran_on_shows_no_pause():
    told = effects([*ACCEPTED, ASKED, supplied("none")])
    assert Effect.PAUSED not in {effect for _day, effect in told}


RESCHEDULED = happened(
    Verb.RESCHEDULE,
    State.RECEIVED,
    State.RECEIVED,
    "2026-03-03 08:00",
    calendar=2,
    due_at="2026-03-10T10:00:00+07:00",
    document="5/TB",
)


def test_a_new_calendar_moves_the_date_and_the_old_one_still_gives_the_old():
    assert counted(*ACCEPTED, RESCHEDULED).due_at == at("2026-03-10 10:00")
    assert counted(*ACCEPTED, RESCHEDULED, instead=CALENDAR).due_at == at("2026-03-09 10:00")


def test_a_moved_date_names_the_decision_and_counts_by_it():
    steps = next(due for due in dues([*ACCEPTED, RESCHEDULED]) if due.kind == "settlement").steps
    assert (steps[0].effect, steps[0].source) == (Effect.MOVED, "5/TB")
    assert (steps[4].date.day, steps[4].effect) == (5, Effect.SKIPPED)


def test_a_promised_date_moves_only_when_its_own_day_is_taken_away():
    promise = happened(
        Verb.EXTEND,
        State.RECEIVED,
        State.RECEIVED,
        "2026-03-02 14:00",
        due_at="2026-03-05T09:00:00+07:00",
    )
    assert counted(*ACCEPTED, promise, instead=CALENDARS[2]).due_at == at("2026-03-06 09:00")
    later = promise._replace(payload={"due_at": "2026-03-11T09:00:00+07:00"})
    assert counted(*ACCEPTED, later, instead=CALENDARS[2]).due_at == at("2026-03-11 09:00")


def test_what_is_stored_is_compared_with_what_is_counted():
    right = ACCEPTED[1]._replace(payload={"calendar": 1, "due_at": "2026-03-09T03:00:00Z"})
    wrong = ACCEPTED[1]._replace(payload={"calendar": 1, "due_at": "2026-03-10T03:00:00Z"})
    assert not differences(right)
    assert [place for place, _what in differences(wrong)] == [2]
    assert "calendar version 1 gives 2026-03-09T10:00" in differences(wrong)[0][1]


def differences(received):
    chain = [ACCEPTED[0], received]
    return list(deadlines.date_differences(chain, FIVE_DAYS, CALENDARS.__getitem__))


def test_every_interval_belongs_to_one_clock_in_both_measures():
    chain = [*ACCEPTED, REVIEWED, CHARGED, paid("shift", "2026-03-06 10:00")]
    found = deadlines.spent(chain, CALENDAR, until=at("2026-03-06 11:00"))
    assert found[Clock.PAYMENT] == (2 * 86400, 16 * 3600)
    assert found[Clock.AGENCY] == (2 * 86400 + 3 * 3600, (7 + 8 + 3 + 1) * 3600)
    assert (
        sum(part.elapsed for part in found.values()) == timedelta(days=4, hours=3).total_seconds()
    )


def test_an_answer_awaited_from_another_agency_is_its_time():
    asked = happened(Verb.CONSULT, State.IN_REVIEW, State.IN_REVIEW, "2026-03-03 08:00")
    answered = asked._replace(verb=Verb.ANSWER_CONSULTATION, at=at("2026-03-04 08:00"))
    chain = [*ACCEPTED, REVIEWED, asked, answered]
    found = deadlines.spent(chain, CALENDAR, until=at("2026-03-04 09:00"))
    assert found[Clock.OTHER_AGENCY] == (86400, 8 * 3600)
