from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from signatures.models import Certificate, Signature


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ("holder_name", "kind", "holder_identifier", "issuer", "valid_from", "valid_to")
    list_filter = ("kind", "holder_kind")
    search_fields = ("holder_name", "holder_identifier", "serial_number", "fingerprint")
    ordering = ("-valid_to", "pk")


@admin.register(Signature)
class SignatureAdmin(ReadOnlyAdmin):
    list_display = ("reference", "holder", "certificate", "level", "signed_at")
    list_filter = ("level",)
    list_select_related = ("certificate",)
    search_fields = ("reference", "signed_digest")
    ordering = ("-signed_at", "pk")
    show_full_result_count = False
    # The storage has no address: documents leave only through views that ask who is reading.
    exclude = ("document",)
