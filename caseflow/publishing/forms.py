from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.publishing.periods import NotAPeriod, Period, period_of


class PeriodForm(forms.Form):
    period = forms.CharField(
        label=_("Period"),
        max_length=7,
        help_text=_("A month as 2025-09, a quarter as 2025-Q3."),
    )

    def clean_period(self) -> Period:
        try:
            return period_of(self.cleaned_data["period"].strip().upper())
        except NotAPeriod:
            message = _("Write a month as 2025-09 or a quarter as 2025-Q3.")
            raise forms.ValidationError(message) from None


class ReasonForm(forms.Form):
    """Stands in the publication, for everybody to read."""

    reason = forms.CharField(
        label=_("Why the figures are corrected"),
        max_length=500,
        help_text=_("Everybody will read it; name no person and no file."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SeenForm(forms.Form):
    """What the publisher looked at."""

    seen = forms.RegexField(r"^[0-9a-f]{64}$")
