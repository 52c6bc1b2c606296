from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.eventlogs.models import Kind
from caseflow.reports.forms import SelectionForm


class ExportForm(SelectionForm):
    """What an event log is about, and what it looks like."""

    kind = forms.ChoiceField(label=_("Format"), choices=Kind.choices, required=False)
    with_numbers = forms.BooleanField(
        label=_("With application numbers instead of pseudonyms"), required=False
    )

    def clean_kind(self) -> Any:
        return Kind(self.cleaned_data["kind"] or Kind.XES)
