"""The list of files: what narrows it, what is searched, one page of it."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.paging import NEWEST_FIRST, Order, Page, Place, page_of
from caseflow.applications.querysets import OFFICE_COLUMNS, ApplicationQuerySet
from caseflow.applications.states import Channel, State
from caseflow.desk.queues import DUTY, Queue, files_in, order_of
from caseflow.desk.remaining import Remaining, remaining
from procedures.models import Procedure

PAGE = 50
#: More procedures than this are not one procedure; the words have to say more.
PROCEDURES = 50
#: Through a whole province nobody looks further at once: rare files would mean reading all rows.
PROVINCE_DAYS = 31
SPARSE, INDEXED = {"state", "channel"}, {"procedure", "mine"}
DAY = timedelta(days=1)
#: Where the person searched for is kept, so that no address and no log shows them.
SEARCHED = "desk_searched"

IDENTITY = re.compile(r"\d{12}|\d{10}(-?\d{3})?", re.ASCII)
NUMBER = re.compile(r"[A-Z]\d{2}[.\-]", re.ASCII | re.IGNORECASE)
ANY = ("", _("all"))


class FilterForm(forms.Form):
    queue = forms.ChoiceField(label=_("queue"), choices=[ANY, *Queue.choices], required=False)
    state = forms.ChoiceField(
        label=_("state"),
        choices=[ANY, *(choice for choice in State.choices if choice[0] != State.DRAFT)],
        required=False,
    )
    procedure = forms.CharField(
        label=_("procedure"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": _("code or words")}),
    )
    channel = forms.ChoiceField(label=_("channel"), choices=[ANY, *Channel.choices], required=False)
    filed_from = forms.DateField(
        label=_("filed from"), required=False, widget=forms.DateInput({"type": "date"})
    )
    filed_to = forms.DateField(
        label=_("filed to"), required=False, widget=forms.DateInput({"type": "date"})
    )
    overdue = forms.BooleanField(label=_("overdue only"), required=False)
    mine = forms.BooleanField(label=_("assigned to me"), required=False)


@dataclass(frozen=True, slots=True)
class Period:
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Row:
    case: Application
    remaining: Remaining

    @property
    def officer(self) -> str:
        officer = self.case.officer
        return officer.get_full_name() or officer.username if officer else ""


@dataclass(frozen=True, slots=True)
class Listing:
    form: FilterForm
    rows: list[Row]
    #: Query strings of the neighbouring pages; empty where there is none.
    next_page: str
    previous_page: str
    searched: str
    queue: Queue | None
    is_narrowed: bool
    #: Set where a search through all offices was held to a period.
    period: Period | None


def listing(request: HttpRequest, actor: Actor, now: datetime) -> Listing:
    form = FilterForm(request.GET)
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    searched = str(request.session.get(SEARCHED, ""))
    queue = Queue(wanted["queue"]) if "queue" in wanted else None
    cases = narrowed(wanted, actor, now)
    if searched:
        cases = searched_for(cases, searched)
    period = province_period(wanted, now) if actor.sees_everything and not searched else None
    if period:
        cases = cases.filter(filed_at__gte=period.start, filed_at__lt=period.end)
    page = page_of(
        cases,
        actor,
        place=place_in(request.GET),
        size=PAGE,
        order=order_for(queue),
        columns=DUTY[queue] if queue else OFFICE_COLUMNS,
    )
    return Listing(
        form=form,
        rows=[Row(case, remaining(case, now)) for case in page.rows],
        next_page=neighbour(request.GET, "after", page),
        previous_page=neighbour(request.GET, "before", page),
        searched=searched,
        queue=queue,
        is_narrowed=bool(wanted),
        period=period,
    )


def order_for(queue: Queue | None) -> Order:
    """In a queue whoever waits longest comes first; elsewhere the newest."""
    return order_of(queue) if queue else NEWEST_FIRST


def narrowed(wanted: dict[str, Any], actor: Actor, now: datetime) -> ApplicationQuerySet:
    queue = wanted.get("queue")
    cases = files_in(Queue(queue), now) if queue else Application.objects.all()
    if wanted.get("overdue"):
        cases = cases.overdue(now)
    if "procedure" in wanted:
        cases = cases.filter(procedure_id__in=procedures_called(wanted["procedure"]))
    if wanted.get("mine"):
        cases = cases.filter(officer_id=actor.user_id)
    if "filed_from" in wanted:
        cases = cases.filter(filed_at__gte=office_midnight(wanted["filed_from"]))
    if "filed_to" in wanted:
        cases = cases.filter(filed_at__lt=office_midnight(wanted["filed_to"] + DAY))
    return cases.filter(**{name: wanted[name] for name in ("state", "channel") if name in wanted})


def procedures_called(words: str) -> list[int]:
    """By its code, or by words of its code, name or field."""
    exact = Procedure.objects.filter(code=words.strip()).values_list("pk", flat=True)
    found = list(exact) or Procedure.objects.matching(words).values_list("pk", flat=True)
    return list(found[:PROCEDURES])


def searched_for(cases: ApplicationQuerySet, text: str) -> ApplicationQuerySet:
    """A whole identity number, the beginning of an application's number, or words of a name."""
    if IDENTITY.fullmatch(text):
        return cases.filter(applicant_identity=text)
    if NUMBER.match(text):
        return cases.filter(number__startswith=text.upper())
    return cases.named(text)


def province_period(wanted: dict[str, Any], now: datetime) -> Period | None:
    """Beginning or ending where it was asked to; none where an index leads to the files."""
    if not SPARSE & wanted.keys() or INDEXED & wanted.keys():
        return None
    length = timedelta(days=PROVINCE_DAYS)
    if "filed_from" in wanted:
        start = office_midnight(wanted["filed_from"])
        return Period(start, start + length)
    end = office_midnight(wanted["filed_to"] + DAY) if "filed_to" in wanted else now
    return Period(end - length, end)


def office_midnight(day: Any) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def place_in(asked: QueryDict) -> Place:
    """A key that no page gave out leads to the first page."""
    try:
        return Place.parsed(after=asked.get("after", ""), before=asked.get("before", ""))
    except ValueError:
        return Place()


def neighbour(asked: QueryDict, way: str, page: Page) -> str:
    key = page.after if way == "after" else page.before
    if not key:
        return ""
    kept = asked.copy()
    kept.pop("after", None)
    kept.pop("before", None)
    kept[way] = key
    return kept.urlencode()
