from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.measures import Measure
from caseflow.reports.forms import SelectionForm
from caseflow.reports.selections import Selection
from caseflow.reports.times.wanted import Comparison, Rhythm, Wanted, earlier, rhythm_of


class TimingForm(SelectionForm):
    """The selection, and how its times are looked at; what is left out is chosen for it."""

    measure = forms.ChoiceField(label=_("Time of"), required=False, choices=Measure.choices)
    rhythm = forms.ChoiceField(
        label=_("Trend"),
        required=False,
        choices=[("", _("as it fits the period")), *Rhythm.choices],
    )
    compare = forms.ChoiceField(
        label=_("Compared with"), required=False, choices=[("", _("nothing")), *Comparison.choices]
    )

    def wanted(self) -> Wanted:
        return wanted(self.selection(), **self.looked_at())

    def looked_at(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("measure", "rhythm", "compare")}


def wanted(
    selection: Selection, *, measure: str = "", rhythm: str = "", compare: str = ""
) -> Wanted:
    return Wanted(
        selection,
        Measure(measure or Measure.AGENCY),
        Rhythm(rhythm) if rhythm else rhythm_of(selection),
        earlier(selection, Comparison(compare)) if compare else None,
    )
