"""When something is due and why: pure functions of events, rules, calendars and policy.

What a verb stores and what a page explains is one computation. The numbers are settings or data
of the procedure's version; Decree 118/2025 art 17–23 is the source.
"""

from caseflow.applications.deadlines.checking import date_differences
from caseflow.applications.deadlines.counting import Happening, Settlement, counted, happenings
from caseflow.applications.deadlines.dues import Due, DueKind, dues
from caseflow.applications.deadlines.policy import Policy, Rules, policy
from caseflow.applications.deadlines.reading import Timing, dues_of, public_dues_of, timing_of
from caseflow.applications.deadlines.spending import Spent, spent, time_differences
from caseflow.applications.deadlines.telling import Day, days_of, effect_of, reason_of
from caseflow.applications.deadlines.terms import (
    Resumption,
    after_payment,
    after_supplement,
    alert,
    correction,
    extension_notice,
    going_on,
    hand_over,
    reception,
    settlement,
    supplement,
    supplement_notice,
)

__all__ = [
    "Day",
    "Due",
    "DueKind",
    "Happening",
    "Policy",
    "Resumption",
    "Rules",
    "Settlement",
    "Spent",
    "Timing",
    "after_payment",
    "after_supplement",
    "alert",
    "correction",
    "counted",
    "date_differences",
    "days_of",
    "dues",
    "dues_of",
    "effect_of",
    "extension_notice",
    "going_on",
    "hand_over",
    "happenings",
    "policy",
    "public_dues_of",
    "reason_of",
    "reception",
    "settlement",
    "spent",
    "supplement",
    "supplement_notice",
    "time_differences",
    "timing_of",
]
