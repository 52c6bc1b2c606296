"""What an address may ask of the files behind a figure."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.accounts.models import User
from caseflow.applications.states import Contradiction
from caseflow.centers.models import Officer
from caseflow.indicators.counters import BY_NAME
from caseflow.indicators.definitions import BY_KEY, Definition
from caseflow.indicators.measures import Measure
from caseflow.reports.filing_quality import TOO_LONG, is_too_long
from caseflow.reports.forms import SelectionForm
from caseflow.reports.open_files import UNKNOWN
from caseflow.reports.people import offices

HOLDERS = [*Measure.choices, (UNKNOWN, _("not told"))]
#: One of these says which files are meant; the others only narrow them.
LEADING = ("definition", "counter", "contradiction", "open", "measure")
#: A century; dates have an end.
DAYS: dict[str, Any] = {"required": False, "min_value": 0, "max_value": 36_525}


class Part(models.TextChoices):
    """Of a definition; the last are those that cost the rate."""

    NUMERATOR = "numerator", _("counted in the numerator")
    DENOMINATOR = "denominator", _("counted in the denominator")
    MISSED = "missed", _("in the denominator, not in the numerator")


class Open(models.TextChoices):
    ALL = "all", _("open files")
    OVERDUE = "overdue", _("overdue files")
    SOON = "soon", _("files that are due soon")


class FilesForm(SelectionForm):
    definition = forms.CharField(label=_("Indicator"), required=False, max_length=60)
    part = forms.ChoiceField(label=_("Part"), required=False, choices=Part.choices)
    #: Several, with commas between them, are added.
    counter = forms.CharField(label=_("Counter"), required=False, max_length=600)
    without = forms.CharField(label=_("Not counted by"), required=False, max_length=600)
    contradiction = forms.ChoiceField(
        label=_("Contradiction"), required=False, choices=Contradiction.choices
    )
    open = forms.ChoiceField(label=_("Open files"), required=False, choices=Open.choices)
    held_by = forms.ChoiceField(label=_("Held by"), required=False, choices=HOLDERS)
    cause = forms.ChoiceField(label=_("Late with"), required=False, choices=HOLDERS)
    least = forms.IntegerField(label=_("Days, at least"), **DAYS)
    most = forms.IntegerField(label=_("Days, at most"), **DAYS)
    measure = forms.ChoiceField(label=_("Time of"), required=False, choices=Measure.choices)
    at_least = forms.IntegerField(label=_("Seconds, at least"), required=False, min_value=0)
    below = forms.IntegerField(label=_("Seconds, below"), required=False, min_value=1)
    officer = forms.IntegerField(label=_("Case officer"), required=False, min_value=1)
    clerk = forms.IntegerField(label=_("Clerk"), required=False, min_value=1)

    def clean_definition(self) -> Definition | None:
        key = self.cleaned_data["definition"]
        if key and key not in BY_KEY:
            raise forms.ValidationError(_("No indicator has this key."))
        return BY_KEY[key] if key else None

    def clean_counter(self) -> list[str]:
        return counters_in(self.cleaned_data["counter"])

    def clean_without(self) -> list[str]:
        return counters_in(self.cleaned_data["without"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and not any(values.get(name) for name in LEADING):
            self.add_error("definition", _("Say of which figure the files are wanted."))
        if values.get("contradiction") and not self.errors and is_too_long(self.selection()):
            self.add_error("contradiction", TOO_LONG)
        if not self.errors:
            for name in ("officer", "clerk"):
                self.cleaned_data[name] = self.colleague(name)
        return values

    def colleague(self, name: str) -> User | None:
        """Only of the offices whose people the asker may name."""
        pk = self.cleaned_data.get(name)
        if not pk:
            return None
        posts = Officer.objects.filter(agency__in=offices(self.selection()), user=pk)
        post = posts.select_related("user").first()
        if post is None:
            self.add_error(name, _("Nobody at your office is meant by this."))
        return post.user if post else None


def counters_in(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    if unknown := [name for name in names if name not in BY_NAME]:
        message = _("There is no counter %(name)s.")
        raise forms.ValidationError(message, params={"name": unknown[0]})
    return names
