"""How much there is to do and was done: by office, and within an office by person.

People are named to their own office and to who supervises the province, who chooses an office.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from caseflow.accounts.models import OFFICE_ROLES
from caseflow.centers.calendars import CalendarMissing, working_time_for
from caseflow.centers.models import Agency, Officer
from caseflow.indicators import reading
from caseflow.indicators.days import office_day
from caseflow.indicators.querysets import FactQuerySet
from caseflow.indicators.reading import Totals
from caseflow.reports.links import files as files_address
from caseflow.reports.open_files import overdue
from caseflow.reports.people import at_office, colleagues
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Table

NAMES = ("received", "finished", "finished_late")
WORK = ("open", "late", "taken", "ended", "ended_late")


def tables(selection: Selection, *, now: datetime) -> list[Table]:
    found = [by_office(selection, now)]
    if selection.center or not selection.viewer.of_the_province:
        return [by_person(selection, now), *found]
    return found


def working_days(selection: Selection, now: datetime) -> int | None:
    """Of the period until today, by the calendar of the office; None where nobody published one."""
    office = selection.center or selection.viewer.offices.order_by("pk").first()
    try:
        calendar = working_time_for(office.pk) if office else None
    except CalendarMissing:
        return None
    length = (min(selection.last, office_day(now)) - selection.first).days + 1
    days = (selection.first + timedelta(days=place) for place in range(length))
    return sum(calendar.is_working(day) for day in days) if calendar else None


def each(count: int, among: int | None) -> float | None:
    """So many for every post or day; None where there is none."""
    return round(count / among, 1) if among else None


def by_office(selection: Selection, now: datetime) -> Table:
    period = selection.place, selection.first, selection.last
    done = reading.totals_by_center(*period, procedure=selection.procedure_id, names=NAMES)
    standing = standing_by_center(selection, now)
    days, posts = working_days(selection, now), posts_by_office()
    named = Agency.objects.filter(pk__in={*done, *standing}).values_list("pk", "code", "name")
    busiest = sorted(named, key=lambda row: (-standing.get(row[0], NONE)["open"], row[1]))
    rows = [
        (
            Cell(name),
            *now_here(selection, standing.get(pk, NONE), posts.get(pk), center=code),
            *in_the_period(selection, done.get(pk, NOTHING), days, center=code),
        )
        for pk, code, name in busiest
    ]
    return Table(
        "offices",
        _("Workload by office"),
        office_columns(),
        rows,
        note=_("Open and overdue as of now; the rest in the period. Posts: active accounts."),
        empty=_("Nothing was counted in this period."),
    )


NONE: dict[str, int] = {"open": 0, "late": 0}
NOTHING: Totals = dict.fromkeys(NAMES, 0)


def standing_by_center(selection: Selection, now: datetime) -> dict[int, dict[str, int]]:
    where, procedure = reading.settled(selection.place), selection.procedure_id
    late = reading.overdue_by_center(where, office_day(now), procedure=procedure)
    return {
        center: {"open": count, "late": late.get(center, 0)}
        for center, count in reading.open_by_center(where, procedure=procedure).items()
    }


def posts_by_office() -> dict[int, int]:
    """Active posts at a centre and at the agency behind it."""
    posts = Officer.objects.filter(user__is_active=True, user__role__in=OFFICE_ROLES).order_by()
    at = dict(posts.values_list("agency").annotate(Count("pk")))
    behind = Agency.objects.filter(parent__isnull=False).values_list("pk", "parent")
    return at | {pk: at.get(pk, 0) + at.get(parent, 0) for pk, parent in behind}


def office_columns() -> list[Column]:
    return [
        Column(_("Centre")),
        Column(_("Open"), Kind.COUNT),
        Column(_("Overdue"), Kind.COUNT),
        Column(_("Open per post"), Kind.COUNT),
        Column(_("Taken in"), Kind.COUNT),
        Column(_("Ended"), Kind.COUNT),
        Column(_("Ended after the due day"), Kind.COUNT),
        Column(_("Ended per working day"), Kind.COUNT),
    ]


def now_here(
    selection: Selection, counts: Mapping[str, int], posts: int | None, *, center: str
) -> list[Cell]:
    return [
        Cell(counts["open"], files_address(selection, open="all", center=center)),
        Cell(counts["late"], files_address(selection, open="overdue", center=center)),
        Cell(each(counts["open"], posts)),
    ]


def in_the_period(
    selection: Selection, totals: Totals, days: int | None, *, center: str
) -> list[Cell]:
    return [
        *(
            Cell(totals[name], files_address(selection, counter=name, center=center))
            for name in NAMES
        ),
        Cell(each(totals["finished"], days)),
    ]


def by_person(selection: Selection, now: datetime) -> Table:
    posts = colleagues(selection)
    people = [post.user_id for post in posts]
    counts = work_of(selection, people, now)
    days = working_days(selection, now)
    return Table(
        "people",
        _("Workload by person"),
        [
            Column(_("Person")),
            Column(_("Role")),
            Column(_("Open"), Kind.COUNT),
            Column(_("Overdue"), Kind.COUNT),
            Column(_("Taken in"), Kind.COUNT),
            Column(_("Ended"), Kind.COUNT),
            Column(_("Ended after the due day"), Kind.COUNT),
            Column(_("Per working day"), Kind.COUNT),
        ],
        [person_line(selection, post, counts[post.user_id], days) for post in posts],
        note=_(
            "Taken in: files this person received. Open and ended: files assigned to this person."
            " Per working day: taken in and ended together."
        ),
        empty=_("No clerk or officer has a post here."),
    )


def work_of(
    selection: Selection, people: Sequence[int], now: datetime
) -> Mapping[int, Mapping[str, int]]:
    """By person; files that their office received or decides."""
    period = selection.first, selection.last
    files = at_office(selection)
    mine, ended_late = files.filter(officer__in=people), Q(finished_on__gt=F("due_on"))
    late = Count("pk", filter=overdue(office_day(now)))
    ended = mine.between("finished_on", *period)
    taken = files.between("received_on", *period).filter(received_by__in=people)
    found = {person: dict.fromkeys(WORK, 0) for person in people}
    for person, count, late_count in grouped(mine.open(), "officer", late):
        found[person] |= {"open": count, "late": late_count}
    for person, count, late_count in grouped(ended, "officer", Count("pk", filter=ended_late)):
        found[person] |= {"ended": count, "ended_late": late_count}
    for person, count in grouped(taken, "received_by"):
        found[person] |= {"taken": count}
    return found


def grouped(facts: FactQuerySet, person: str, *sums: Count) -> Iterator[tuple[int, ...]]:
    named = {f"sum_{place}": total for place, total in enumerate(sums)}
    rows = facts.order_by().values_list(person).annotate(files=Count("pk"), **named)
    yield from rows.values_list(person, "files", *named)


def person_line(
    selection: Selection, post: Officer, work: Mapping[str, int], days: int | None
) -> list[Cell]:
    person, name = post.user_id, post.user.get_full_name() or post.user.username
    return [
        Cell(name),
        Cell(post.user.get_role_display()),
        Cell(work["open"], files_address(selection, open="all", officer=person)),
        Cell(work["late"], files_address(selection, open="overdue", officer=person)),
        Cell(work["taken"], files_address(selection, counter="received", clerk=person)),
        Cell(work["ended"], files_address(selection, counter="finished", officer=person)),
        Cell(work["ended_late"], files_address(selection, counter="finished_late", officer=person)),
        Cell(each(work["taken"] + work["ended"], days)),
    ]
