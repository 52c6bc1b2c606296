from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caseflow.centers.models import AdministrativeUnit
from caseflow.centers.states import Level
from caseflow.drawing.views.presenting import present
from caseflow.indicators.days import office_day
from caseflow.indicators.moments import one_moment
from caseflow.indicators.viewers import viewer
from caseflow.scorecards import cards, communes, coverage, lights, places, published, targets
from caseflow.scorecards.counts import OF_COMMUNES
from caseflow.scorecards.models import Assessment, Target
from caseflow.scorecards.periods import months_until
from caseflow.scorecards.views.asking import DAY_WANTED, asked, day_asked, province_for

MONTHS_OF_LIGHTS = 6
ASSESSMENTS_SHOWN = 100


def page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    around = {"title": title, "of_the_province": viewer(request.user).of_the_province}
    return present(request, f"scorecards/{template}.html", around | context, status=status)


@login_required
@require_GET
@one_moment()
def card(request: HttpRequest) -> HttpResponse:
    form = asked(request)
    question = form.question()
    period = question.period
    context = {
        "form": form,
        "question": question,
        "card": cards.card(question.scope, period.first, period.last) if question.code else None,
    }
    status = 200 if form.is_valid() else 400
    return page(request, "card", _("Scorecard of Decision 766"), context, status=status)


@login_required
@require_GET
@one_moment()
def ranking(request: HttpRequest) -> HttpResponse:
    province = province_for(request)
    form = asked(request)
    period = form.question().period
    key = request.GET.get("by", "")
    known = not key or key in OF_COMMUNES
    units = list(places.communes_of(province, day=period.last)) if province else []
    context = {
        "form": form,
        "question": form.question(),
        "lines": communes.ranked(units, period.first, period.last, key=key if known else ""),
        "definitions": list(OF_COMMUNES.values()),
        "by": OF_COMMUNES.get(key),
        "ranks": published.ranks(),
        "problem": "" if known else _("No figure has this key; choose one from the list."),
    }
    status = 200 if form.is_valid() and known else 400
    return page(request, "communes", _("Communes beside each other"), context, status=status)


@login_required
@require_GET
@one_moment()
def targets_page(request: HttpRequest) -> HttpResponse:
    province_for(request)
    now = timezone.now()
    rows = Target.objects.select_related("unit").order_by("-due_on", "key")
    context = {"progress": targets.progress(rows, today=office_day(now)), "now": now}
    return page(request, "targets", _("Targets"), context)


@login_required
@require_GET
@one_moment()
def lights_board(request: HttpRequest) -> HttpResponse:
    province = province_for(request)
    day, problem = day_of(request)
    units = list(places.communes_of(province, day=day)) if province else []
    context = {
        "day": day,
        "problem": problem,
        "board": lights.board(units, Level.COMMUNE, day=day),
        "province": lights.board([province] if province else [], Level.PROVINCE, day=day),
    }
    status = 400 if problem else 200
    return page(request, "lights", _("Traffic lights of Resolution 57"), context, status=status)


@login_required
@require_GET
@one_moment()
def lights_of(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: every criterion with its evidence, the last months, and all that was found."""
    province_for(request)
    day, problem = day_of(request)
    units = AdministrativeUnit.objects.in_force(day).select_related("parent")
    unit = get_object_or_404(units, code=code)
    level = Level(unit.level)
    months = [month.last for month in months_until(day, MONTHS_OF_LIGHTS)][:-1]
    found = Assessment.objects.filter(unit=unit).select_related("criterion", "recorded_by")
    context = {
        "day": day,
        "problem": problem,
        "unit": unit,
        "row": lights.board([unit], level, day=day).rows[0],
        "history": [(one, lights.board([unit], level, day=one).rows[0]) for one in [*months, day]],
        "assessments": found.order_by("-day", "-pk")[:ASSESSMENTS_SHOWN],
    }
    return page(request, "lights_of", unit.name, context, status=400 if problem else 200)


def day_of(request: HttpRequest) -> tuple[date, str]:
    """The day asked for, or today and what was wrong."""
    try:
        return day_asked(request.GET.get("day", "")), ""
    except ValueError:
        return day_asked(""), str(DAY_WANTED)


@login_required
@require_GET
@one_moment()
def published_figures(request: HttpRequest) -> HttpResponse:
    province = province_for(request)
    context = {"topics": published.topics(province), "province": province}
    return page(request, "published", _("Published figures"), context)


@login_required
@require_GET
@one_moment()
def coverage_page(request: HttpRequest) -> HttpResponse:
    province = province_for(request)
    now = timezone.now()
    context = {
        "coverage": coverage.coverage(province, now=now) if province else None,
        "province": province,
        "now": now,
    }
    return page(request, "coverage", _("Coverage"), context)
