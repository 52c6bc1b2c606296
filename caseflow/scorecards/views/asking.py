"""What a page was asked for: whose figures, over which period."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from caseflow.centers.models import AdministrativeUnit, ServiceCenter
from caseflow.centers.states import Level
from caseflow.indicators.days import office_day
from caseflow.indicators.scopes import Scope, scope_of
from caseflow.indicators.viewers import Viewer, viewer
from caseflow.scorecards import periods, places
from caseflow.scorecards.periods import Period

Asker = HttpRequest | Request
#: Days around which months and years can still be reckoned.
EARLIEST, LATEST = date(2001, 1, 1), date(2099, 12, 31)
DAY_WANTED = _("Give a day as 2026-09-30.")


@dataclass(frozen=True, slots=True)
class Question:
    #: Empty before any office works here.
    code: str
    period: Period

    @property
    def scope(self) -> Scope:
        return scope_of(self.code)

    @property
    def query(self) -> str:
        """The same place and days as reports ask for them: by one centre, or all there are."""
        asked = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        if center := self.center:
            asked["center"] = center
        return urlencode(asked)

    @property
    def center(self) -> str:
        """Of a commune the one in force, else of an office; empty for a province."""
        if not self.code.isdigit():
            return self.code
        centers = ServiceCenter.objects.current().filter(unit__code=self.code)
        of_commune = centers.filter(unit__level=Level.COMMUNE).order_by("pk")
        return of_commune.values_list("code", flat=True).first() or ""


class QuestionForm(forms.Form):
    """A place that the asker may see, and a period; what is left out is the first of each."""

    unit = forms.ChoiceField(label=_("Place"), required=False)
    period = forms.CharField(label=_("Period"), required=False, max_length=7)

    def __init__(self, data: Any, *, units: list[tuple[str, str]], years: list[int]) -> None:
        super().__init__(data)
        self.units, self.years = units, years
        self.fields["unit"] = forms.ChoiceField(
            label=_("Place"),
            required=False,
            choices=units,
            error_messages={"invalid_choice": _("Choose a place from the list.")},
        )

    def clean_period(self) -> Period:
        code = self.cleaned_data["period"] or str(self.years[0])
        try:
            return periods.period(code)
        except periods.UnknownPeriod:
            message = _("Give a year, a quarter or a month: 2026, 2026-Q3, 2026-09.")
            raise forms.ValidationError(message) from None

    def question(self) -> Question:
        """What was asked; where that was wrong, what is shown without asking."""
        first = self.units[0][0] if self.units else ""
        if not self.is_valid():
            return Question(first, periods.period(str(self.years[0])))
        return Question(self.cleaned_data["unit"] or first, self.cleaned_data["period"])

    @property
    def choices_of_period(self) -> list[tuple[int, list[Period]]]:
        """With the year that was asked for, whether anything was counted in it or not."""
        years = {*self.years, self.question().period.first.year}
        return [(year, periods.periods_of(year)) for year in sorted(years, reverse=True)]


def asked(request: Asker) -> QuestionForm:
    """Raises `PermissionDenied` for who does not work for the administration."""
    today = office_day(timezone.now())
    units = units_for(viewer(request.user), day=today)
    return QuestionForm(request.GET, units=units, years=periods.counted_years(today=today))


def units_for(who: Viewer, *, day: date) -> list[tuple[str, str]]:
    """The province and its communes, or the own offices, by what `scope_of` takes."""
    if not who.of_the_province:
        return list(who.offices.alphabetical().values_list("code", "name"))
    return [
        unit
        for province in places.provinces()
        for unit in [
            (province.code, province.name),
            *places.communes_of(province, day=day).values_list("code", "name"),
        ]
    ]


def province_for(request: Asker) -> AdministrativeUnit | None:
    """For who sees the whole province, else `PermissionDenied`; None before any office works."""
    if not viewer(request.user).of_the_province:
        raise PermissionDenied
    return places.provinces().first()


def day_asked(text: str) -> date:
    """As ISO date; today where nothing is asked. Raises `ValueError`, also for far away ones."""
    day = date.fromisoformat(text) if text else office_day(timezone.now())
    if not EARLIEST <= day <= LATEST:
        raise ValueError(text)
    return day
