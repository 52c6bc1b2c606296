"""Calendars at the desk: a decision filled in or handed over as a file, and what it would move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.applications import rescheduling
from caseflow.applications.models import CalendarChange
from caseflow.applications.rescheduling import Example, Preview
from caseflow.centers.calendars import CalendarRefused, worked_by_now, working_time
from caseflow.centers.changes import changed_days, versions_before
from caseflow.centers.decisions import Decision, calendar_called, drafted, sound
from caseflow.centers.models import Calendar, CalendarDay, CalendarVersion
from caseflow.centers.states import DayKind

PAGE = 30
ROWS = 6
FILE_KILOBYTES = 256
#: One slice of counting what would move; the page comes back for the next.
SLICE_SECONDS = 3.0
#: Where what was counted so far is kept, so that no slice is counted twice.
COUNTED = "desk_calendar_preview"


@dataclass(frozen=True, slots=True)
class Row:
    version: CalendarVersion
    #: Files were asked to follow it, and how many have.
    change: CalendarChange | None
    moved: int


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    #: The key to ask with for older ones, where there are any.
    before: int | None


def page_of(before: int | None) -> Page:
    """The newest versions first, drafts among them; two queries."""
    versions = CalendarVersion.objects.select_related("calendar__unit", "calendar__agency")
    if before:
        versions = versions.filter(pk__lt=before)
    found = list(versions.defer("hours").order_by("-pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    changes = CalendarChange.objects.filter(version__in=found)
    counted = {change.version_id: change for change in changes.annotate(files=Sum("parts__moved"))}
    rows = [row_of(version, counted.get(version.pk)) for version in found]
    return Page(rows, found[-1].pk if more else None)


def row_of(version: CalendarVersion, change: CalendarChange | None) -> Row:
    return Row(version, change, (vars(change)["files"] or 0) if change else 0)


class DayForm(forms.Form):
    date = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    #: Nothing is chosen at first, or rows left empty would not be empty.
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=[("", "—"), *DayKind.choices]
    )
    reason = forms.CharField(label=gettext_lazy("Reason in Vietnamese"), max_length=200)
    reason_en = forms.CharField(label=gettext_lazy("Reason in English"), max_length=200)


class DecisionForm(forms.Form):
    """Whose calendar, by which document, for which time; the days stand in rows of their own."""

    owner = forms.CharField(
        label=gettext_lazy("Whose calendar"),
        max_length=35,
        required=False,
        help_text=gettext_lazy(
            "Empty for the nation; the code of a province or commune, or of an agency, for its own."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("File with the decision (YAML)"),
        required=False,
        help_text=gettext_lazy("If one is chosen, it says everything that stands below."),
    )
    decision = forms.CharField(
        label=gettext_lazy("Number of the document"), max_length=200, required=False
    )
    covers_from = forms.DateField(
        label=gettext_lazy("Decides from"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    covers_to = forms.DateField(
        label=gettext_lazy("Decides to"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_file(self) -> bytes | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > FILE_KILOBYTES * 1024:
            told = _("At most %(most)d kB.") % {"most": FILE_KILOBYTES}
            raise forms.ValidationError(told)
        return file.read() if file else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "file" in said and said["file"] is None and not self.errors:
            for name in ("decision", "covers_from", "covers_to"):
                if not said.get(name):
                    self.add_error(name, _("This is needed where no file is chosen."))
        return said


class Entry:
    """The whole page of a decision: its form, and a row for each day."""

    def __init__(
        self, data: QueryDict | None = None, files: MultiValueDict[str, Any] | None = None
    ) -> None:
        self.form = DecisionForm(data, files)
        rows = forms.formset_factory(DayForm, extra=ROWS, max_num=100)
        self.days = rows(data, prefix="days")

    def draft(self) -> CalendarVersion | None:
        """The draft; None where something is wrong, which then stands beside its field."""
        if not self.form.is_valid():
            return None
        said = self.form.cleaned_data
        if said["file"] is None and not self.days.is_valid():
            return None
        try:
            calendar = calendar_called(said["owner"].strip())
            file = said["file"]
            decision = Decision.parsed(file) if file is not None else self.filled_in(calendar)
            return drafted(calendar, decision)
        except CalendarRefused as refused:
            where = refused.field if refused.field in self.form.fields else None
            self.form.add_error(where, refused.message)
            return None

    def filled_in(self, calendar: Calendar) -> Decision:
        said, standing = self.form.cleaned_data, worked_by_now(calendar)
        if standing is None:
            told = _("No working hours are known yet; hand over a file that names them.")
            raise CalendarRefused("file", told)
        return Decision(
            hours=standing.hours,
            days=[day_of(row, said["decision"]) for row in self.days.cleaned_data if row],
            covers_from=said["covers_from"],
            covers_to=said["covers_to"],
            document=said["decision"],
        )


def day_of(row: Mapping[str, Any], document: str) -> CalendarDay:
    is_working = row["kind"] == DayKind.MAKE_UP
    return sound(CalendarDay(is_working=is_working, document_no=document, **row))


@dataclass(frozen=True, slots=True)
class ChangedDay:
    date: date
    #: None where the day is like its weekday again.
    day: CalendarDay | None
    was: str


def days_changed(version: CalendarVersion) -> list[ChangedDay]:
    """Against what the calendar's followers worked by until then."""
    days = {day.date: day for day in version.days.all()}
    earlier = versions_before(version)
    if not earlier:
        return [ChangedDay(on, days[on], "") for on in sorted(days)]
    before = list(CalendarDay.objects.filter(version=earlier[0]))
    new, old = working_time(version, days.values()), working_time(earlier[0], before)
    reasons = {day.date: f"{day.get_kind_display()}: {day.reason}" for day in before}
    return [
        ChangedDay(on, days.get(on), reasons.get(on, "")) for on in sorted(changed_days(new, old))
    ]


def counted(version: CalendarVersion, kept: Any, *, at: datetime) -> Preview:
    """One slice further than what the session keeps of this version."""
    known = kept if isinstance(kept, dict) and kept.get("version") == version.pk else None
    found = restored(known) if known else Preview()
    if found.is_complete:
        return found
    return rescheduling.preview(version, at=at, seconds=SLICE_SECONDS, found=found)


def kept(version: CalendarVersion, found: Preview) -> dict[str, Any]:
    """What a session can hold."""
    return {
        "version": version.pk,
        "looked_at": found.looked_at,
        "later": found.later,
        "earlier": found.earlier,
        "by_agency": dict(found.by_agency),
        "examples": [
            (number, stands.isoformat(), new.isoformat()) for number, stands, new in found.examples
        ],
        "last_key": found.last_key,
        "is_complete": found.is_complete,
    }


def restored(known: Mapping[str, Any]) -> Preview:
    found = Preview(
        looked_at=known["looked_at"],
        later=known["later"],
        earlier=known["earlier"],
        last_key=known["last_key"],
        is_complete=known["is_complete"],
    )
    found.by_agency.update(known["by_agency"])
    found.examples += [
        Example(number, datetime.fromisoformat(stands), datetime.fromisoformat(new))
        for number, stands, new in known["examples"]
    ]
    return found
