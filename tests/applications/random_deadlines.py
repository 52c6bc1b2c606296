"""Random calendars, rules and stories of files, counted by the product and minute by minute."""

from datetime import date, time, timedelta
from random import Random
from typing import NamedTuple

from caseflow.applications.deadlines import (
    DueKind,
    Happening,
    Policy,
    Settlement,
    dues,
)
from caseflow.applications.states import State, Verb
from caseflow.centers.working_time import DayRule, Period, WorkingTime
from tests.applications import minute_flags as slow

HOURS = (
    {weekday: [("07:00", "11:30"), ("13:30", "17:00")] for weekday in range(5)},
    {weekday: [("07:30", "11:30"), ("13:00", "17:00")] for weekday in range(5)}
    | {5: [("07:30", "11:30")]},
    {weekday: [("08:00", "12:00"), ("13:00", "17:00")] for weekday in (1, 2, 3, 4, 5)},
    {weekday: [("07:15", "15:15")] for weekday in range(6)},
)
UNITS = {"hour": 120, "working_day": 45, "day": 60, "month": 4, "same_day": None}
WAYS = ("restart", "shift", "none")
CALENDARS = 12
CUTOFF = 15 * 60
UNDER = Policy()


class Rules(NamedTuple):
    """Stands in for a version of a procedure."""

    limit_unit: str
    limit_amount: int | None
    limit_cutoff: time | None
    after_payment_days: int | None = None
    supplement_policy: str = ""


def random_office(dice):
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(slow.DAYS)]
    off = set(dice.sample(days, dice.randint(0, 60)))
    # Tết and other long breaks.
    for begin in dice.sample(days, 4):
        off |= {begin + timedelta(days=number) for number in range(dice.randint(2, 12))}
    made_up = set(dice.sample(days, dice.randint(0, 25))) - off
    return slow.Minutes(dice.choice(HOURS), off, made_up)


def calendar_of(office, version):
    off = {day: DayRule(False, "nghỉ", "off", "1") for day in office.off}
    made_up = {day: DayRule(True, "làm bù", "make-up", "2") for day in office.made_up}
    hours = {
        weekday: tuple(Period(*map(time.fromisoformat, period)) for period in periods)
        for weekday, periods in office.hours.items()
    }
    return WorkingTime(version, hours, off | made_up, date(2025, 1, 1), date(2027, 12, 31))


def random_rules(dice):
    unit = dice.choice(list(UNITS))
    second = dice.choice((None, None, dice.randint(1, 20)))
    if unit == "same_day":
        return Rules(unit, None, dice.choice((None, time(11), time(15), time(16, 30))), second)
    return Rules(unit, dice.randint(1, UNITS[unit]), None, second)


def limit_of(rules):
    """As the slow side has it: the unit with its amount, or with the minute of the day."""
    if rules.limit_unit != "same_day":
        return rules.limit_unit, rules.limit_amount
    cutoff = rules.limit_cutoff
    return "same_day", cutoff.hour * 60 + cutoff.minute if cutoff else slow.DAY


class Plan(NamedTuple):
    """Minutes at which a file was filed, accepted, held up by a supplement and by a payment."""

    filed: int
    received: int
    asked: int
    supplied: int
    charged: int
    paid: int
    after_supplement: str
    after_payment: str


def random_plan(dice, rules):
    filed = dice.randrange(30 * slow.DAY, 300 * slow.DAY)
    spans = [dice.randrange(days * slow.DAY) for days in (4, 9, 20, 30, 40)]
    moments = [filed]
    for span in spans:
        moments.append(moments[-1] + span)
    paying = "second_appointment" if rules.after_payment_days else dice.choice(WAYS[1:])
    return Plan(*moments, dice.choice(WAYS), paying)


def told_slowly(plan, rules, office):
    limit = limit_of(rules)
    first = slow.settled(office, plan.received, limit)
    second = slow.gone_on(office, limit, plan.after_supplement, first, plan.asked, plan.supplied)
    days = rules.after_payment_days
    third = slow.gone_on(office, limit, plan.after_payment, second, plan.charged, plan.paid, days)
    return {
        "alert": plan.filed + 120,
        "reception": slow.working_hours(office, plan.filed, 8),
        "hand_over": slow.next_morning(office, plan.supplied, CUTOFF),
        "supplement_notice": slow.working_days(office, plan.received, 3),
        "supplement": slow.calendar_days(office, plan.asked, 15),
        "extension_notice": third - slow.DAY,
        "correction": slow.working_days(office, plan.paid + 60, 3),
        "settlement": [first, second, third],
    }


def chain_of(plan):
    filed, received, asked, due = State.FILED, State.RECEIVED, State.SUPPLEMENT_REQUESTED, {}
    review, charged, after = State.IN_REVIEW, State.PAYMENT_DUE, "resumption"
    return [
        happening(Verb.FILE, State.DRAFT, filed, plan.filed, {"channel": "online"}),
        happening(Verb.RECEIVE, filed, received, plan.received, due),
        happening(Verb.REQUEST_SUPPLEMENT, received, asked, plan.asked, due),
        happening(Verb.SUPPLY, asked, received, plan.supplied, {after: plan.after_supplement}),
        happening(Verb.START_REVIEW, received, review, plan.charged, due),
        happening(Verb.REQUEST_PAYMENT, review, charged, plan.charged, due),
        happening(Verb.PAY, charged, review, plan.paid, {after: plan.after_payment}),
        happening(Verb.CORRECT, review, review, plan.paid + 60, due),
    ]


def happening(verb, came_from, to, minute, facts):
    return Happening(verb, came_from, to, slow.moment_of(minute), {"calendar": 1} | facts)


def told_fast(plan, rules, calendar):
    chain = chain_of(plan)
    period, dates = Settlement(rules, lambda _version: calendar), []
    for deed in chain:
        period.take(deed)
        if deed.verb in (Verb.RECEIVE, Verb.SUPPLY, Verb.PAY):
            dates.append(slow.minute_of(period.due_at))
    found = dues(chain, rules, lambda _version: calendar, under=UNDER, at=chain[-1].at)
    told = {due.kind.value: slow.minute_of(due.due_at) for due in found}
    told.pop(DueKind.FIRST_APPOINTMENT.value, None)
    return told | {"settlement": dates}


def compare(count, *, seed):
    """How many files both sides counted alike; the first that differs is named."""
    dice = Random(seed)
    offices = [random_office(dice) for _office in range(CALENDARS)]
    calendars = [calendar_of(office, 1) for office in offices]
    for number in range(count):
        place, rules = dice.randrange(CALENDARS), random_rules(dice)
        plan = random_plan(dice, rules)
        expected = told_slowly(plan, rules, offices[place])
        assert told_fast(plan, rules, calendars[place]) == expected, (seed, number, rules, plan)
    return count
