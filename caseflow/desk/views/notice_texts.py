from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.desk.asking import actor_of, administers
from caseflow.desk.views.doors import desk_page, rendered
from caseflow.desk.views.notices import key_in
from caseflow.notices import previewing, texts
from caseflow.notices.models import Wording

VERSIONS = 50
LABELS = {
    "subject": gettext_lazy("Subject"),
    "body": gettext_lazy("Text"),
    "short": gettext_lazy("Text message"),
}


class TextForm(forms.Form):
    """The parts of a text; refused while a placeholder is unknown."""

    subject = forms.CharField(max_length=150, required=False)
    body = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 14}))
    short = forms.CharField(
        max_length=480, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, key: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.key = key
        for name, field in self.fields.items():
            field.label = LABELS[name]
            field.required = key != texts.FRAME or name == "body"
        if key == texts.FRAME:
            del self.fields["subject"], self.fields["short"]

    def clean(self) -> None:
        super().clean()
        for name, said in texts.text_faults(self.key, self.cleaned_data).items():
            self.add_error(name, said)


@require_safe
@desk_page
def texts_page(request: HttpRequest) -> HttpResponseBase:
    refuse_unless_administering(request)
    changed = {
        (row.key, row.language): row
        for language in texts.languages()
        for row in Wording.objects.in_force(texts.names(), language).select_related("changed_by")
    }
    lines = [
        {
            "key": key,
            "label": texts.label_of(key),
            "languages": [
                {"code": code, "changed": changed.get((key, code))} for code in texts.languages()
            ],
        }
        for key in texts.names()
    ]
    return rendered(
        request, "desk/notice_texts.html", {"title": _("Texts of notices"), "lines": lines}
    )


def refuse_unless_administering(request: HttpRequest) -> None:
    if not administers(request):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def text_page(request: HttpRequest, key: str, language: str) -> HttpResponseBase:
    """One text in one language: its parts, how it reads on a sample, and who changed it when."""
    refuse_unless_administering(request)
    if (key, language) not in texts.shipped():
        raise Http404(_("There is no such text."))
    if request.method != "POST":
        return shown(request, key, language, TextForm(key, initial=parts_of(key, language)))
    if "restore" in request.POST:
        return restored(request, key, language)
    form = TextForm(key, request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return shown(request, key, language, form)
    return changed(request, key, language, form)


def parts_of(key: str, language: str) -> dict[str, str]:
    text = texts.in_force([key], language)[key]
    return {name: getattr(text, name) for name in texts.PARTS}


def shown(request: HttpRequest, key: str, language: str, form: TextForm) -> HttpResponseBase:
    is_usable = not form.is_bound or form.is_valid()
    parts = form.cleaned_data if form.is_bound and is_usable else parts_of(key, language)
    newest = Wording.objects.in_force([key], language).first()
    context = {
        "title": capfirst(texts.label_of(key)),
        "language": language,
        "form": form,
        "seen": request.POST.get("seen") or (newest.number if newest else 0),
        "placeholders": sorted(texts.placeholders(key)),
        "preview": previewing.previewed(key, language, parts) if is_usable else None,
        "history": Wording.objects.history(key, language)[:VERSIONS],
    }
    return rendered(request, "desk/notice_text.html", context)


def changed(request: HttpRequest, key: str, language: str, form: TextForm) -> HttpResponseBase:
    try:
        texts.change(key, language, form.cleaned_data, **who_and_when(request))
    except texts.Overtaken:
        form.add_error(None, _("Somebody else changed this text meanwhile; please look again."))
        return shown(request, key, language, form)
    messages.success(request, _("The text was changed."))
    return redirect(request.path)


def restored(request: HttpRequest, key: str, language: str) -> HttpResponseBase:
    try:
        texts.restore(key, language, **who_and_when(request))
    except texts.Overtaken:
        messages.error(request, _("Somebody else changed this text meanwhile; please look again."))
    else:
        messages.success(request, _("The shipped text holds again."))
    return redirect(request.path)


def who_and_when(request: HttpRequest) -> dict[str, Any]:
    return {
        "seen": key_in(request.POST.get("seen", "")) or 0,
        "by": actor_of(request).account,
        "at": timezone.now(),
    }
