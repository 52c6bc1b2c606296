"""The list of files: what narrows it, what is searched, one page of it, or all that match."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.paging import NEWEST_FIRST, Order, Page, Place, page_of
from caseflow.applications.querysets import OFFICE_COLUMNS, ApplicationQuerySet
from caseflow.applications.states import Channel, State
from caseflow.desk import waiting
from caseflow.desk.queues import BY_DATE, DUTY, STATES, Queue, files_in, order_of
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


@dataclass(frozen=True)
class Search:
    """What is looked for: by the fields of the filter, and by words kept in the session."""

    asked: QueryDict
    #: Whom or what the words in the session name; empty where nothing is searched.
    words: str
    actor: Actor
    now: datetime

    @classmethod
    def of(cls, request: HttpRequest, asked: QueryDict, actor: Actor, now: datetime) -> "Search":
        return cls(asked, str(request.session.get(SEARCHED, "")), actor, now)

    @cached_property
    def form(self) -> FilterForm:
        form = FilterForm(self.asked)
        form.is_valid()
        return form

    @cached_property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def queue(self) -> Queue | None:
        return Queue(self.wanted["queue"]) if "queue" in self.wanted else None

    @property
    def order(self) -> Order:
        """In a queue whoever waits longest comes first; elsewhere the newest."""
        return order_of(self.queue) if self.queue else NEWEST_FIRST

    @property
    def columns(self) -> tuple[str, ...]:
        return DUTY[self.queue] if self.queue else OFFICE_COLUMNS

    @property
    def states(self) -> tuple[str, ...]:
        """Those that an index leads to, each by itself; none where a date or all is asked for."""
        return STATES.get(self.queue, ()) if self.queue else ()

    @cached_property
    def period(self) -> Period | None:
        """Set where a search through all offices is held to a period."""
        if not self.actor.sees_everything or self.words:
            return None
        return province_period(self.wanted, self.now)

    def readings(self) -> Iterator[ApplicationQuerySet]:
        """Of all offices; whoever reads them keeps to the actor's.

        What was typed may be read in two ways; the second counts where the first finds nothing.
        """
        cases = narrowed(self.wanted, self.actor, self.now)
        if self.period:
            cases = cases.filter(filed_at__gte=self.period.start, filed_at__lt=self.period.end)
        yield from searched_for(cases, self.words, self.actor) if self.words else [cases]

    def page(self) -> Page:
        page = Page([])
        for cases in self.readings():
            page = page_of(
                cases,
                self.actor,
                place=place_in(self.asked),
                size=PAGE,
                order=self.order,
                columns=self.columns,
                states=self.states,
            )
            if page.rows:
                break
        return page

    def keys(self, count: int) -> list[int]:
        """Of the first so many files the actor may see, in the order of the list."""
        keys: list[int] = []
        for cases in self.readings():
            found = cases.first_of(
                self.actor, self.order, count, columns=self.columns, states=self.states
            )
            keys = list(found.values_list("pk", flat=True))
            if keys:
                break
        return keys


@dataclass(frozen=True, slots=True)
class Row:
    case: Application
    remaining: Remaining
    #: Why it waits; only told where that is asked.
    waits_for: str = ""

    @property
    def state(self) -> Promise:
        # `get_state_display` translates every choice there is, for each of many rows.
        return State(self.case.state).label

    @property
    def channel(self) -> Promise:
        return Channel(self.case.channel).label

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
    #: The filter as an address has it, without the place of the page.
    query: str
    searched: str
    queue: Queue | None
    is_narrowed: bool
    period: Period | None

    @property
    def tells_reasons(self) -> bool:
        return self.queue in BY_DATE


def listing(search: Search) -> Listing:
    page = search.page()
    return Listing(
        form=search.form,
        rows=rows_of(page, search),
        next_page=neighbour(search.asked, "after", page),
        previous_page=neighbour(search.asked, "before", page),
        query=filter_in(search.asked).urlencode(),
        searched=search.words,
        queue=search.queue,
        is_narrowed=bool(search.wanted),
        period=search.period,
    )


def rows_of(page: Page, search: Search) -> list[Row]:
    why = waiting.reasons(page.rows) if search.queue in BY_DATE else {}
    return [
        Row(case, remaining(case, search.now), waits_for=why.get(case.pk, "")) for case in page.rows
    ]


def narrowed(wanted: dict[str, Any], actor: Actor, now: datetime) -> ApplicationQuerySet:
    queue = wanted.get("queue")
    cases = files_in(Queue(queue), actor, now) if queue else Application.objects.all()
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


def searched_for(
    cases: ApplicationQuerySet, text: str, actor: Actor
) -> Iterator[ApplicationQuerySet]:
    """A whole identity number, the beginning of an application's number, or words of a name."""
    if IDENTITY.fullmatch(text):
        yield cases.filter(applicant_identity=text)
    elif NUMBER.match(text):
        yield cases.filter(number__startswith=text.upper())
    else:
        yield cases.named(text).by_key_if_few(actor)
        yield cases.named(text, beginnings=True).by_key_if_few(actor)


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


def filter_in(asked: QueryDict) -> QueryDict:
    """Only the fields that narrow, and of them what is filled in."""
    kept = QueryDict(mutable=True)
    for name in FilterForm.base_fields:
        if value := asked.get(name, ""):
            kept[name] = value
    return kept


def neighbour(asked: QueryDict, way: str, page: Page) -> str:
    key = page.after if way == "after" else page.before
    if not key:
        return ""
    kept = filter_in(asked)
    kept[way] = key
    return kept.urlencode()
