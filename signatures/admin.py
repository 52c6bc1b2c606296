from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signatures.certificates import anchors, importing, lists, revoking
from signatures.certificates.judging import parsed, refusal
from signatures.certificates.reading import ImportRefused
from signatures.checking_admin import ChecksDocuments
from signatures.forms import AuthorityImportForm, CertificateImportForm, DeedForm, ListImportForm
from signatures.models import (
    Authority,
    Certificate,
    CertificateDeed,
    RevocationList,
    RevocationService,
    Signature,
    UpgradeDue,
)
from signatures.states import (
    CertificateKind,
    CertificateState,
    CertificateVerb,
    Purpose,
    Refusal,
)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ImportAdmin(ReadOnlyAdmin):
    """What is there stays as it is; "add" takes in a file."""

    import_form: "type[ModelForm[Any]]"
    import_fields: tuple[str, ...]
    facts: tuple[str, ...]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.facts if obj else self.import_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.facts if obj else ()

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002
        **options: Any,
    ) -> "type[ModelForm[Any]]":
        if obj is None:
            options["form"] = self.import_form
        return super().get_form(request, obj, change, **options)


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return list(CertificateState.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = self.value() in CertificateState.values
        return queryset.filter(state=self.value()) if known else queryset


class DeedInline(admin.TabularInline):  # type: ignore[type-arg]
    """Its history: who did what to it, and why."""

    model = CertificateDeed
    fields = ("verb", "at", "reason", "said", "knowledge", "actor", "recorded_at")
    ordering = ("recorded_at", "pk")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Certificate)
class CertificateAdmin(ImportAdmin):
    """Facts are read only; a certificate is taken in, ended or paused by deeds that stay."""

    import_form = CertificateImportForm
    import_fields = (
        "certificate",
        "chain",
        "kind",
        "holder_kind",
        "holder_identifier",
        "holder_name",
        "key_place",
        "purpose",
    )
    facts = (
        "holder_name",
        "holder_kind",
        "holder_identifier",
        "kind",
        "standing",
        "may_sign",
        "key_place",
        "valid_from",
        "valid_to",
        "subject",
        "issuer",
        "authority",
        "serial_number",
        "fingerprint",
        "registered_at",
    )
    change_form_template = "signatures/certificate.html"
    list_display = (
        "holder_name",
        "holder_identifier",
        "kind",
        "standing",
        "key_place",
        "last_day",
    )
    list_filter = (StateFilter, "kind", "holder_kind", "key_place")
    search_fields = ("holder_name", "holder_identifier", "serial_number", "fingerprint")
    ordering = ("-valid_to", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        return Certificate.objects.with_state(at=timezone.now())

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return [DeedInline] if obj else []

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, certificate: Any) -> str:
        return str(CertificateState(certificate.state).label)

    @admin.display(description=gettext_lazy("last day valid"), ordering="valid_to")
    def last_day(self, certificate: Certificate) -> str:
        return date_format(timezone.localtime(certificate.valid_to), "d/m/Y")

    @admin.display(description=gettext_lazy("may sign now"))
    def may_sign(self, certificate: Certificate) -> str:
        now = timezone.now()
        found = refusal(certificate, at=now)
        if found == Refusal.WRONG_PURPOSE and not refusal(
            certificate, at=now, purpose=Purpose.TIME_STAMPING
        ):
            return _("Time stamps only")
        return str(found.label) if found else _("Yes")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: object) -> None:
        now = timezone.now()
        kept = importing.keep(form.entry, actor=request.user.get_username(), at=now)
        obj.pk = kept.pk
        obj.refresh_from_db()
        if found := refusal(kept, at=now, purpose=Purpose(form.cleaned_data["purpose"])):
            messages.warning(request, found.label)

    def get_urls(self) -> list[URLPattern]:
        door = self.admin_site.admin_view(self.deed)
        deed = path("<int:pk>/deed/<str:verb>/", door, name="signatures_certificate_deed")
        return [deed, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        certificate = self.get_object(request, object_id)
        verbs = []
        if certificate and self.may_decide(request):
            verbs = revoking.possible(certificate, at=timezone.now())
        around = {"deeds": [(verb, DEEDS[verb]) for verb in verbs], **(extra_context or {})}
        return super().change_view(request, object_id, form_url, around)

    def may_decide(self, request: HttpRequest) -> bool:
        return request.user.has_perm("signatures.change_certificate")

    def deed(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Revoke, suspend, restore: a page of its own, for none is taken back in silence."""
        if not self.may_decide(request):
            raise PermissionDenied
        if verb not in DEEDS:
            raise Http404
        certificate = get_object_or_404(self.get_queryset(request), pk=pk)
        asked = CertificateVerb(verb)
        form = DeedForm(request.POST or None, verb=asked, initial={"at": timezone.now()})
        if form.is_valid() and self.carried_out(request, form, certificate, asked):
            return redirect(address_of(certificate))
        around = self.admin_site.each_context(request) | {
            "title": DEEDS[asked],
            "certificate": certificate,
            "back": address_of(certificate),
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "signatures/deed.html", around)

    def carried_out(
        self, request: HttpRequest, form: DeedForm, certificate: Certificate, verb: CertificateVerb
    ) -> bool:
        try:
            done = revoking.carry_out(
                verb,
                certificate,
                actor=request.user.get_username(),
                at=form.cleaned_data["at"],
                recorded_at=timezone.now(),
                reason=form.reason,
                said=form.cleaned_data["said"],
            )
        except ImportRefused as refused:
            form.add_error(refused.field or None, str(refused.message))
            return False
        self.log_change(request, certificate, str(done))
        messages.success(request, str(done))
        return True


DEEDS = {
    CertificateVerb.REVOKED: gettext_lazy("Revoke"),
    CertificateVerb.SUSPENDED: gettext_lazy("Suspend"),
    CertificateVerb.RESTORED: gettext_lazy("Restore"),
}


def address_of(certificate: Certificate) -> str:
    return reverse("admin:signatures_certificate_change", args=[quote(certificate.pk)])


@admin.register(CertificateDeed)
class CertificateDeedAdmin(ReadOnlyAdmin):
    list_display = ("recorded_at", "certificate", "verb", "at", "reason", "knowledge", "actor")
    list_filter = ("verb", "knowledge", "reason")
    list_select_related = ("certificate",)
    search_fields = ("certificate__holder_name", "certificate__holder_identifier", "actor")
    ordering = ("-recorded_at", "-pk")


@admin.register(Authority)
class AuthorityAdmin(ImportAdmin):
    import_form = AuthorityImportForm
    import_fields = ("chain",)
    facts = (
        "subject",
        "issuer",
        "issued_by",
        "trusted_for",
        "valid_from",
        "valid_to",
        "revoked_at",
        "serial_number",
        "fingerprint",
        "registered_at",
    )
    list_display = ("subject", "trusted_for", "valid_from", "valid_to", "revoked_at")
    search_fields = ("subject", "fingerprint")
    ordering = ("subject", "pk")

    @admin.display(description=gettext_lazy("trusted for"))
    def trusted_for(self, authority: Authority) -> str:
        certificate = parsed(bytes(authority.encoded))
        kinds = [kind for kind in CertificateKind if certificate in anchors.anchors(kind)]
        return ", ".join(str(kind.label) for kind in kinds) or "–"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: object) -> None:
        obj.pk = importing.keep_authorities(form.chains, at=timezone.now()).pk
        obj.refresh_from_db()


@admin.register(RevocationList)
class RevocationListAdmin(ImportAdmin):
    import_form = ListImportForm
    import_fields = ("file",)
    facts = (
        "authority",
        "number",
        "entries",
        "issued_at",
        "next_at",
        "source",
        "imported_at",
        "imported_by",
        "digest",
    )
    list_display = ("authority", "number", "entries", "issued_at", "next_at", "source")
    list_select_related = ("authority",)
    search_fields = ("authority__subject", "source")
    ordering = ("-issued_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RevocationList]:
        """Without the lists themselves, which are long."""
        return RevocationList.objects.defer("encoded", "authority__encoded")

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002
        **options: Any,
    ) -> "type[ModelForm[Any]]":
        form: Any = super().get_form(request, obj, change, **options)
        form.at = timezone.now()
        return form  # type: ignore[no-any-return]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: object) -> None:
        kept = lists.enter(
            form.examined,
            source=form.cleaned_data["file"].name,
            at=timezone.now(),
            actor=request.user.get_username(),
        )
        obj.pk = kept.pk
        obj.refresh_from_db()


@admin.register(RevocationService)
class RevocationServiceAdmin(ReadOnlyAdmin):
    list_display = ("url", "succeeded_at", "tried_at", "failures", "problem")
    ordering = ("url",)


@admin.register(Signature)
class SignatureAdmin(ChecksDocuments, ReadOnlyAdmin):
    list_display = ("reference", "holder", "signed_with", "level", "signed_at")
    list_filter = ("level",)
    list_select_related = ("certificate",)
    search_fields = ("reference", "signed_digest")
    ordering = ("-signed_at", "pk")
    show_full_result_count = False
    # The storage has no address: documents leave only through views that ask who is reading.
    exclude = ("document",)

    @admin.display(description=gettext_lazy("certificate"), ordering="certificate__holder_name")
    def signed_with(self, signature: Signature) -> str:
        """Without its serial number, which would push the instant out of the table."""
        return signature.certificate.holder_name


@admin.register(UpgradeDue)
class UpgradeDueAdmin(ReadOnlyAdmin):
    """What lacks its time stamp or the data to check it by, and why."""

    list_display = ("signature", "wanted", "due_at", "tries", "problem")
    list_filter = ("wanted",)
    list_select_related = ("signature",)
    ordering = ("due_at", "pk")
