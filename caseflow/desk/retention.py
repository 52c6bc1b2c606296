"""How long files keep what is personal, and what was erased, for who administers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caseflow.applications.models import Erasure
from caseflow.desk.asking import administers
from caseflow.desk.read_only import ReadOnlyAdmin

#: What erasers count, in words.
PARTS = {
    "words": _("words said with deeds"),
    "papers": _("papers"),
    "files": _("files"),
    "helper sessions": _("helper sessions"),
    "declarations": _("declarations"),
    "slips": _("slips"),
    "results": _("results"),
    "certified copies": _("certified copies"),
    "signing orders": _("signing orders"),
    "signed documents": _("signed documents"),
    "statements": _("statements"),
    "messages": _("messages"),
    "messages in the outbox": _("messages in the outbox"),
    "proofs of exemptions": _("proofs of exemptions"),
    "verdicts": _("verdicts on signatures"),
}


class RetentionTermAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A decision that differs from the setting; with its basis."""

    list_display = ("procedure", "days", "basis")
    list_select_related = ("procedure",)
    autocomplete_fields = ("procedure",)
    ordering = ("procedure__code",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return administers(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


class ErasureAdmin(ReadOnlyAdmin):
    """The record of each erasure; the newest first."""

    may_see = staticmethod(administers)
    list_display = ("application", "erased_at", "ended_at", "term_days", "basis", "told", "on_disk")
    list_select_related = ("application",)
    search_fields = ("application__number",)
    ordering = ("-erased_at",)
    show_full_result_count = False

    @admin.display(description=_("what was erased"))
    def told(self, erasure: Erasure) -> str:
        counted = (part for counts in erasure.parts.values() for part in counts.items())
        return ", ".join(f"{PARTS.get(what, what)} {count}" for what, count in counted)

    @admin.display(description=_("files removed"), boolean=True)
    def on_disk(self, erasure: Erasure) -> bool:
        return erasure.files_removed_at is not None
