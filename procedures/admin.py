from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import TransitionNotAllowed

from procedures import publishing
from procedures.models import (
    ChannelTerm,
    Doubt,
    Fee,
    FeeExemption,
    Procedure,
    ProcedureVersion,
    PublishingDeed,
    RequiredPaper,
    ResultType,
    Step,
)


class ReadOnly:
    """Rules come from loaders and imports; the admin shows them and performs the deeds."""

    def has_add_permission(self, *args: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any) -> bool:
        return False

    def has_delete_permission(self, *args: Any) -> bool:
        return False


class PartInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    extra = 0


class RequiredPaperInline(PartInline):
    model = RequiredPaper


class FeeInline(PartInline):
    model = Fee


class FeeExemptionInline(PartInline):
    model = FeeExemption


class ChannelTermInline(PartInline):
    model = ChannelTerm


class StepInline(PartInline):
    model = Step


class ResultTypeInline(PartInline):
    model = ResultType


class DoubtInline(PartInline):
    model = Doubt


class PublishingDeedInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = PublishingDeed
    extra = 0


class VersionInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = ProcedureVersion
    fields = ["number", "state", "valid_from", "valid_to", "online_level", "provenance", "mark"]
    ordering = ["-number"]
    show_change_link = True
    extra = 0


@admin.register(Procedure)
class ProcedureAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["code", "name", "field"]
    list_filter = ["versions__online_level", "versions__provenance"]
    search_fields = ["search_key"]
    exclude = ["search_key"]
    inlines = [VersionInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Procedure], search_term: str
    ) -> tuple[QuerySet[Procedure], bool]:
        found = Procedure.objects.matching(search_term)
        return queryset.filter(pk__in=found.order_by().values("pk")), False


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["__str__", "name", "state", "online_level", "valid_from", "valid_to", "mark"]
    list_filter = ["state", "online_level", "provenance", "mark"]
    list_select_related = ["procedure"]
    search_fields = ["procedure__code", "procedure__search_key"]
    actions = ["publish", "retire"]
    inlines = [
        RequiredPaperInline,
        FeeInline,
        FeeExemptionInline,
        ChannelTermInline,
        StepInline,
        ResultTypeInline,
        DoubtInline,
        PublishingDeedInline,
    ]

    @admin.display(description=_("procedure"), ordering="procedure__search_key")
    def name(self, version: ProcedureVersion) -> str:
        return version.procedure.name

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("procedures.change_procedureversion")

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, versions: QuerySet[ProcedureVersion]) -> None:
        self.perform(request, versions, publishing.publish)

    @admin.action(description=_("Retire"), permissions=["publish"])
    def retire(self, request: HttpRequest, versions: QuerySet[ProcedureVersion]) -> None:
        self.perform(request, versions, publishing.retire)

    def perform(
        self,
        request: HttpRequest,
        versions: QuerySet[ProcedureVersion],
        deed: Callable[..., None],
    ) -> None:
        """Each version by itself, so that one refusal does not undo the others."""
        at = timezone.now()
        for version in versions:
            try:
                deed(version, at=at, by=request.user)
            except TransitionNotAllowed:
                text = _("%(version)s is %(state)s: nothing was done.")
                facts = {"version": version, "state": version.get_state_display()}
                self.message_user(request, text % facts, messages.ERROR)
            else:
                self.message_user(request, _("Done: %s") % version, messages.SUCCESS)


@admin.register(Doubt)
class DoubtAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["version", "subject", "kind", "raw"]
    list_filter = ["kind", "subject", "version__state"]
    list_select_related = ["version__procedure"]
    search_fields = ["version__procedure__code"]
