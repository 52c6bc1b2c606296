"""What pages ask for, and what the lines of an imported register have to be."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.centers.models import AdministrativeUnit, Agency
from caseflow.indicators.days import office_day
from caseflow.indicators.models import PublishedFigure
from caseflow.scorecards.counts import is_counted
from caseflow.scorecards.models import Baseline, DocumentCount, Training
from procedures.models import Procedure

UNKNOWN_UNIT = {"invalid_choice": _("No unit in force has the code %(value)s.")}
UNKNOWN_AGENCY = {"invalid_choice": _("No agency has the identifier %(value)s.")}


class UnitByCode(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An administrative unit in force, by its code: `25`, `08740`."""

    def __init__(self, **options: Any) -> None:
        current = AdministrativeUnit.objects.current()
        super().__init__(
            current, to_field_name="code", error_messages=UNKNOWN_UNIT, label=_("unit"), **options
        )


class TrainingLine(forms.ModelForm):  # type: ignore[type-arg]
    unit = UnitByCode()

    class Meta:
        model = Training
        fields = ["unit", "held_on", "subject", "audience", "participants", "source"]


class DocumentLine(forms.ModelForm):  # type: ignore[type-arg]
    agency = forms.ModelChoiceField(
        Agency.objects.all(), to_field_name="code", error_messages=UNKNOWN_AGENCY
    )

    class Meta:
        model = DocumentCount
        fields = [
            "agency",
            "month",
            "received",
            "received_electronic",
            "sent",
            "sent_electronic",
            "sent_signed",
            "secret",
            "source",
        ]


class PublishedLine(forms.ModelForm):  # type: ignore[type-arg]
    unit = UnitByCode(required=False)
    source_url = forms.URLField(label=_("source"), max_length=300, assume_scheme="https")

    class Meta:
        model = PublishedFigure
        fields = [
            "key",
            "place",
            "unit",
            "period_from",
            "period_to",
            "value",
            "measure",
            "source_url",
            "note",
        ]


class BaselineForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is frozen, with the procedures that no comparison shall count."""

    left_out = forms.CharField(
        label=_("procedures left out"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One on a line: its code, a space, and the reason."),
    )

    class Meta:
        model = Baseline
        fields = [
            "unit",
            "first",
            "last",
            "least_files",
            "dong_per_hour",
            "hours_online",
            "hours_post",
            "hours_counter",
            "source",
        ]

    def clean_left_out(self) -> dict[Procedure, str]:
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["left_out"].splitlines()]
        named = {parts[0]: parts[1] if len(parts) > 1 else "" for parts in lines if parts}
        known = {row.code: row for row in Procedure.objects.filter(code__in=named)}
        for code, reason in named.items():
            if code not in known:
                raise forms.ValidationError(_("No procedure has the code %s.") % code)
            if not 0 < len(reason) <= 300:
                raise forms.ValidationError(_("Give the reason for leaving out %s.") % code)
        return {known[code]: reason for code, reason in named.items()}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        if said["last"] >= office_day(timezone.now()):
            self.add_error("last", _("The period is not over yet."))
        elif not is_counted(said["unit"], said["first"], said["last"]):
            self.add_error("first", _("Nothing was counted there in this period."))
        return said
