from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ChoiceForm(forms.Form):
    """By which ways somebody wants to be told."""

    language = forms.ChoiceField(label=_("Language of the messages"), choices=settings.LANGUAGES)
    email = forms.BooleanField(label=_("Tell me by e-mail"), required=False)
    sms = forms.BooleanField(label=_("Tell me by text message"), required=False)
    push = forms.BooleanField(label=_("Tell me in my browsers"), required=False)
