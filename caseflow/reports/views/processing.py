import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.drawing.views.presenting import present
from caseflow.indicators import reading
from caseflow.indicators.definitions import BY_KEY
from caseflow.indicators.moments import one_moment
from caseflow.indicators.permissions import ForTheOffice
from caseflow.reports.files.finding import overdue_files
from caseflow.reports.files.lines import files_table
from caseflow.reports.lines import Line
from caseflow.reports.ordering import columns, known_sort, ordered
from caseflow.reports.processing import Report, report
from caseflow.reports.selections import Selection
from caseflow.reports.serializers import AskedSerializer, ReportSerializer
from caseflow.reports.tables import Table
from caseflow.reports.times import officers, timing
from caseflow.reports.times.charts import charts
from caseflow.reports.times.comparing import Compared, compared
from caseflow.reports.times.forms import TimingForm, wanted
from caseflow.reports.times.speeds import Speed
from caseflow.reports.times.wanted import Wanted
from caseflow.reports.times.wording import MEANINGS
from caseflow.reports.views.asking import around, asked, invalid

#: Rows of a table on the page; all of them on demand and in the download.
ROWS = 30
#: What they tell.
NAMES = tuple(dict.fromkeys(("filed", "finished", "finished_late", *BY_KEY["on_time_rate"].counts)))
#: The others stand on the page of overdue files.
OVERDUE_FILES = 25


@login_required
@require_GET
@one_moment()
def processing_time(request: HttpRequest) -> HttpResponse:
    form = asked(request, TimingForm)
    question = form.wanted() if form.is_valid() else wanted(form.default)
    context = page(request, question) | {"form": form}
    status = 200 if form.is_valid() else 400
    return present(request, "reports/processing_time.html", context, status=status)


def page(request: HttpRequest, question: Wanted) -> dict[str, Any]:
    now, selection = timezone.now(), question.selection
    found = report(selection, now=now, measure=question.measure, names=NAMES)
    sort = known_sort(request.GET.get("sort", ""))
    return around(selection) | {
        "title": _("Processing time"),
        "report": found,
        "wanted": question,
        "meaning": MEANINGS[question.measure],
        "charts": charts(found, question),
        "side_by_side": compared_with(found, question),
        "columns": columns(sort),
        "sort": sort,
        "tables": list(tables(found, question, sort, whole="rows" in request.GET)),
        "overdue": overdue_table(selection, now=now),
    }


def overdue_table(selection: Selection, *, now: datetime) -> Table:
    page = overdue_files(selection, now=now).page(None, OVERDUE_FILES)
    note = _("As of now, whatever the period; the last filed come first.")
    table = files_table(_("Overdue files"), page.rows)
    return replace(table, note=note, empty=_("No file is overdue."))


def compared_with(found: Report, question: Wanted) -> list[Compared]:
    if question.earlier is None:
        return []
    before = question.earlier
    about, procedure = (before.place, before.first, before.last), before.procedure_id
    totals = reading.totals(*about, procedure=procedure)
    speed = Speed.of(reading.bins(question.measure, *about, procedure=procedure))
    return list(compared(found.totals, totals, found.speed, speed))


@dataclass(frozen=True, slots=True)
class LinesTable:
    #: Also the part of the address by which a line narrows the report.
    key: str
    heading: str
    lines: list[Line]
    left_out: int
    narrows: bool


def tables(found: Report, question: Wanted, sort: str, *, whole: bool) -> Iterator[LinesTable]:
    selection, most = question.selection, sys.maxsize if whole else ROWS
    procedures = timing.first_procedures(found, sort, most)
    left = len(found.by_procedure) - len(procedures)
    narrows = selection.procedure is None
    yield LinesTable("procedure", _("Procedures"), procedures, left, narrows=narrows)
    centers = timing.first_centers(found, sort, most)
    left, narrows = len(found.by_center) - len(centers), selection.center is None
    yield LinesTable("center", _("Centres"), centers, left, narrows=narrows)
    if question.place_is_one_office:
        people = ordered(officers.lines(question), sort)
        left = max(len(people) - most, 0)
        yield LinesTable("officer", _("Officers"), people[:most], left, narrows=False)


class ProcessingTime(APIView):
    """The numbers of the processing-time page."""

    permission_classes = (ForTheOffice,)

    @extend_schema(parameters=[AskedSerializer], responses=ReportSerializer)
    @one_moment()
    def get(self, request: Request) -> Response:
        form = asked(request)
        if not form.is_valid():
            raise invalid(form)
        found = report(form.selection(), now=timezone.now())
        return Response(ReportSerializer(timing.Timed.of(found)).data)
