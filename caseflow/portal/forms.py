from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


class TrackingForm(forms.Form):
    number = forms.CharField(
        label=_("Application number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    key = forms.CharField(
        label=_("Tracking key"),
        max_length=16,
        help_text=_("16 letters and digits; they came with the number when you filed."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        return number.upper()

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key.lower()


class VerifyForm(forms.Form):
    file = forms.FileField(
        label=_("PDF document"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    official = forms.BooleanField(
        label=_("It should come from an authority"),
        required=False,
        help_text=_("A certificate of another kind is then said not to fit."),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        most = settings.SIGNATURES_VERIFY_MEGABYTES
        if (file.size or 0) > most * 1024 * 1024:
            message = _("The file is too large; at most %(most)d MB.")
            raise forms.ValidationError(message, params={"most": most})
        return file
