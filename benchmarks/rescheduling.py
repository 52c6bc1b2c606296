"""Moving the dates of open files by a new calendar, against writing the same rows prepared."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import timezone

from benchmarks import people
from benchmarks.databases import Connection, Databases, address, vacuum
from benchmarks.figures import Figure, Goal
from benchmarks.files import offices
from benchmarks.sandwiches import rate, sandwich, timed
from benchmarks.serving import postmaster, tree_seconds
from benchmarks.sizes import Size
from caseflow.applications import deadlines, history, lifecycle, rescheduling
from caseflow.applications.models import Application, CalendarChange
from caseflow.applications.rescheduling.carrying_out import CALENDARS, lay_out
from caseflow.applications.rescheduling.moving import Recount
from caseflow.applications.states import Origin
from caseflow.applications.stories import Story
from caseflow.centers.calendars import amended, publish, working_time_for
from caseflow.centers.models import Calendar, CalendarDay, CalendarVersion
from caseflow.centers.states import DayKind
from procedures.models import ProcedureVersion

GOAL = Goal(floor=0.3, aim=0.6)
#: Two processors move a million open files in five minutes, or in two and a half.
CPU = Goal(floor=0.6, aim=0.3)
MOMENTS = 2000
PROCESSES = os.cpu_count() or 1
ROOT = Path(__file__).resolve().parent.parent
#: Every file was accepted in the last two weeks and is due after the day that is taken away.
INSERT = """
INSERT INTO applications_application (
    number, tracking_key, state, origin, channel, assistance,
    procedure_id, procedure_version_id,
    receiving_center_id, deciding_agency_id, returning_center_id, submitted_by_id,
    filed_at, reception_due_at, received_at, due_original_at, due_at, outcome,
    applicant_kind, applicant_identity, applicant_name, applicant_search_key,
    applicant_phone, applicant_email, applicant_address, form, declared_salt,
    request_digest, source_reference, result_reference, result_digest,
    supplement_requests, consultations_open, supplement_from,
    last_sequence, head_hash, last_event_at,
    agency_seconds, citizen_seconds, other_agency_seconds, payment_seconds
)
SELECT
    'C-' || serial, 'benchmark', 'in_review', 'synthetic', 'online', 'self',
    %(procedure)s, %(version)s, centers[place], agencies[place], centers[place], %(clerk)s,
    accepted[moment] - '1 hour'::interval, accepted[moment], accepted[moment], due[moment],
    due[moment], '', 'person', lpad(serial::text, 12, '0'), 'Nguyễn Thị Mẫu', 'nguyen thi mau',
    '0912345678', '', 'Phường Việt Trì, tỉnh Phú Thọ', '{}', 'salt', '', '', '', '',
    0, 0, '', 1, 'hash', accepted[moment], 3600, 0, 0, 0
FROM (
    SELECT serial, %(centers)s::bigint[] AS centers, %(agencies)s::bigint[] AS agencies,
        %(accepted)s::timestamptz[] AS accepted, %(due)s::timestamptz[] AS due,
        1 + serial %% cardinality(%(centers)s::bigint[]) AS place,
        1 + serial %% cardinality(%(due)s::timestamptz[]) AS moment
    FROM generate_series(1, %(count)s) AS serial
) AS numbered
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The rows of a batch as the product would write them."""

    events: Sequence[tuple[Any, ...]]
    cases: Sequence[Application]

    @transaction.atomic
    def write(self) -> None:
        history.copy(history.Event, history.EVENT_COLUMNS, self.events)
        history.update(self.cases)


def measure(clones: Databases, size: Size) -> Iterator[Figure]:
    fill = partial(fill_with_open_files, size.open_files)
    batches = override_settings(APPLICATIONS_CALENDAR_BATCH=size.stories)
    with clones.used("calendar", fill) as clone, batches:
        change, recount = new_calendar()
        prepared = iter(prepared_batches(recount, size))
        writing = sandwich(
            timed(lambda: next(prepared).write()),
            timed(lambda: rescheduling.do_batch(change, recount)),
            pairs=size.pairs,
        )
        before = rescheduling.progress(change).moved
        began, spent = perf_counter(), cpu_seconds()
        by_processes(clone, change)
        took, spent = perf_counter() - began, cpu_seconds() - spent
        moved = rescheduling.progress(change).moved - before
    ours, bare = (size.stories / median(found) for found in (writing.ours, writing.baseline))
    yield Figure(
        "calendar change, files per second ÷ writing the same rows prepared",
        writing.ratios(rate),
        GOAL,
        f"{ours:,.0f} files/s, prepared {bare:,.0f} files/s",
    )
    yield Figure(
        "calendar change, CPU milliseconds per file, PostgreSQL included",
        [1000 * spent / moved],
        CPU,
        f"{moved:,} files in {took:.0f} s by {PROCESSES} processes",
    )


def cpu_seconds() -> float:
    """Of the commands that have ended, and of all of PostgreSQL."""
    commands = resource.getrusage(resource.RUSAGE_CHILDREN)
    return commands.ru_utime + commands.ru_stime + tree_seconds(postmaster())


def by_processes(clone: Connection, change: CalendarChange) -> None:
    """The command, once for every processor; they take ranges from each other."""
    command = [sys.executable, "manage.py", "change_calendar", str(change.version_id)]
    environment = os.environ | {
        "DATABASE_URL": address(clone),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, **quiet) for _ in range(PROCESSES)
    ]
    if any(process.wait() for process in running):
        raise ChildProcessError("change_calendar failed")


def fill_with_open_files(count: int) -> None:
    version = a_version()
    calendar = working_time_for(people.center().pk)
    newest = calendar.next_working_moment(timezone.now() - timedelta(days=4))
    accepted = [newest - timedelta(minutes=9 * number) for number in range(MOMENTS)]
    terms = [deadlines.settlement(version, calendar, moment) for moment in accepted]
    given = {
        "count": count,
        "procedure": version.procedure_id,
        "version": version.pk,
        "accepted": accepted,
        "due": [term.due_at for term in terms if term],
        **offices(),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(INSERT, given)
    vacuum()


def a_version() -> ProcedureVersion:
    """Of twenty working days: whatever was accepted lately is due after today."""
    versions = ProcedureVersion.objects.in_force().filter(limit_unit="working_day")
    return versions.order_by("-limit_amount")[0]


def new_calendar() -> tuple[CalendarChange, Recount]:
    """The next working day but one becomes a day off."""
    calendar = Calendar.objects.get(unit=None, agency=None)
    now = timezone.now()
    working = working_time_for(people.center().pk)
    taken = working.after_days(now, 1).due_at.date()
    day = day_off(taken)
    known = CalendarVersion.objects.published().get(calendar=calendar)
    version = publish(
        calendar=calendar,
        hours=known.hours,
        days=amended(calendar, [day]),
        covers_from=known.covers_from,
        covers_to=known.covers_to,
        decision="1/TTg",
        at=now,
    )
    change = rescheduling.begin(version, at=now - timedelta(hours=1))
    lay_out(change)
    return change, Recount.by(version)


def day_off(day: date) -> CalendarDay:
    return CalendarDay(
        date=day,
        is_working=False,
        kind=DayKind.SWAPPED,
        reason="Nghỉ hoán đổi",
        reason_en="Day off swapped",
        document_no="1/TTg",
    )


def prepared_batches(recount: Recount, size: Size) -> list[Prepared]:
    """From the last files, which the product comes to when all is measured."""
    cases = list(recount.candidates().order_by("-pk")[: size.stories * (size.pairs + 2)])
    now = timezone.now()
    return [
        prepared(recount, cases[start : start + size.stories], now)
        for start in range(0, len(cases), size.stories)
    ]


def prepared(recount: Recount, cases: Sequence[Application], now: datetime) -> Prepared:
    stories = []
    for move in recount.moves(cases, at=now):
        story = Story(move.case, now, origin=Origin.LIVE)
        lifecycle.reschedule(
            story,
            actor=CALENDARS,
            at=now,
            calendar=recount.version.pk,
            document=recount.version.decision,
            due_at=move.due_at,
        )
        stories.append(story)
    events, _words = history.rows_of(stories)
    return Prepared(events, [story.case for story in stories])
