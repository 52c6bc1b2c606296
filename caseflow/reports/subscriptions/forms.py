from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.days import office_day
from caseflow.reports.catalogue import REPORTS
from caseflow.reports.forms import SelectionForm
from caseflow.reports.selections import Selection
from caseflow.reports.states import FileFormat, Rhythm


class SubscriptionForm(SelectionForm):
    """Which report, about which centre and procedure, how often; the rhythm makes the period."""

    report = forms.ChoiceField(
        label=_("Report"), choices=[(report.key, report.name) for report in REPORTS.values()]
    )
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=Rhythm.choices)
    format = forms.ChoiceField(label=_("File"), choices=FileFormat.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from", "to"):
            del self.fields[name]
        for name in ("center", "procedure"):
            more = {"placeholder": _("Code or name"), "list": f"report-{name}-choices"}
            self.fields[name].widget.attrs |= more
        self.order_fields(["report", "rhythm", "center", "procedure", "format"])

    @cached_property
    def default(self) -> Selection:
        today = office_day(timezone.now())
        return Selection(self.viewer, today, today)

    def wish(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "report": values["report"],
            "center": values["center"],
            "procedure": values["procedure"],
            "rhythm": values["rhythm"],
            "file_format": values["format"],
        }
