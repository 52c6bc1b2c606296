"""Checking in the admin: any document, and the one that a row of the register names."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from signatures.models import Signature
from signatures.verdicts import Verdict
from signatures.verifying import verify


class CheckForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("PDF document"), allow_empty_file=True)
    official = forms.BooleanField(
        label=gettext_lazy("It should come from an authority"), required=False
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        most = settings.SIGNATURES_VERIFY_MEGABYTES
        if (file.size or 0) > most * 1024 * 1024:
            message = _("The file is too large; at most %(most)d MB.")
            raise forms.ValidationError(message, params={"most": most})
        return file


class ChecksDocuments(admin.ModelAdmin):  # type: ignore[type-arg]
    """Adds a page for any document, and a button at a row for the document it registered."""

    change_list_template = "signatures/signatures.html"
    change_form_template = "signatures/signature.html"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        again = page(require_POST(self.check_again))
        return [
            path("check/", page(self.check_any), name="signatures_signature_check"),
            path("<path:key>/check/", again, name="signatures_signature_check_again"),
            *super().get_urls(),
        ]

    def check_any(self, request: HttpRequest) -> HttpResponse:
        self.refuse_unless_viewer(request)
        form = CheckForm(request.POST or None, request.FILES or None)
        if not form.is_valid():
            return self.page(request, form=form)
        sent = form.cleaned_data
        verdict = verify(sent["file"].read(), at=timezone.now(), official=sent["official"])
        return self.page(request, form=form, verdict=verdict)

    def check_again(self, request: HttpRequest, key: str) -> HttpResponse:
        """Of the file in the store: a change of it shows here."""
        self.refuse_unless_viewer(request)
        signature: Signature | None = self.get_object(request, key)
        if signature is None:
            raise Http404
        try:
            with signature.document.open("rb") as file:
                verdict = verify(file.read(), at=timezone.now())
        except (OSError, ValueError):
            # Gone from the disk, or erased with the file it belonged to.
            told = _("The document is not in the store any more.")
            return self.page(request, original=signature, told=told)
        return self.page(request, original=signature, verdict=verdict)

    def refuse_unless_viewer(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def page(
        self, request: HttpRequest, *, verdict: Verdict | None = None, **shown: Any
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": _("Check a document"),
            "opts": self.opts,
            "verdict": verdict,
            **shown,
        }
        return TemplateResponse(request, "signatures/check.html", context)
