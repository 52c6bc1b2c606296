from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.accents import fold
from caseflow.centers import counter_devices
from caseflow.centers.delegations import Delegation
from caseflow.centers.models import (
    AdministrativeUnit,
    Agency,
    Calendar,
    CalendarDay,
    CalendarVersion,
    CounterDevice,
    DigitalTeam,
    Officer,
    Succession,
    TeamMember,
)


class ReferenceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Reference data is corrected, never deleted; it is found without its accents."""

    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        return super().get_search_results(request, queryset, fold(search_term))


class FrozenAdmin(ReferenceAdmin):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AdministrativeUnit)
class AdministrativeUnitAdmin(ReferenceAdmin):
    list_display = ("code", "name", "division", "parent", "district", "valid_from", "valid_to")
    list_filter = ("level", "division", "valid_from")
    list_select_related = ("parent",)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")
    fields = ("code", "name", "name_en", "division", "parent", "district", "valid_from", "valid_to")
    readonly_fields = ("code", "name", "name_en", "parent", "district", "valid_from")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Succession)
class SuccessionAdmin(FrozenAdmin):
    list_display = ("predecessor", "successor", "partial", "source")
    list_filter = ("partial",)
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__search_key", "successor__search_key")
    ordering = ("pk",)


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin):
    list_display = ("code", "name", "kind", "unit", "identifier_source", "valid_to")
    list_filter = ("kind",)
    list_select_related = ("unit",)
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")
    autocomplete_fields = ("unit", "parent", "successor")

    def save_model(
        self, request: HttpRequest, obj: Agency, form: "ModelForm[Agency]", change: object
    ) -> None:
        obj.call(obj.name, name_en=obj.name_en)
        super().save_model(request, obj, form, change)


@admin.register(Officer)
class OfficerAdmin(ReferenceAdmin):
    list_display = ("user", "title", "agency")
    list_select_related = ("user", "agency")
    search_fields = ("user__username", "agency__search_key")
    ordering = ("agency__sort_key", "pk")
    autocomplete_fields = ("user", "agency")


@admin.register(Delegation)
class DelegationAdmin(ReferenceAdmin):
    """A delegation is shortened by its last day, never removed: what was signed rests on it."""

    list_display = ("deputy", "leader", "agency", "first_day", "last_day", "document")
    list_select_related = ("deputy", "leader", "agency")
    search_fields = ("document", "agency__search_key")
    ordering = ("-first_day", "pk")
    autocomplete_fields = ("agency", "leader", "deputy")


@admin.register(DigitalTeam)
class DigitalTeamAdmin(ReferenceAdmin):
    list_display = ("name", "unit", "member_count")
    list_select_related = ("unit",)
    search_fields = ("name", "unit__search_key")
    ordering = ("unit__sort_key", "pk")
    autocomplete_fields = ("unit",)


@admin.register(TeamMember)
class TeamMemberAdmin(ReferenceAdmin):
    """Who joins helps citizens with one-time codes until the last day named here."""

    list_display = ("user", "team", "valid_from", "valid_to")
    list_select_related = ("user", "team")
    search_fields = ("user__username", "team__name", "team__unit__search_key")
    ordering = ("-valid_from", "pk")
    autocomplete_fields = ("user", "team")


@admin.register(CounterDevice)
class CounterDeviceAdmin(ReferenceAdmin):
    """Adding one makes the browser that is used for it a device of the centre."""

    list_display = ("name", "center", "registered_at", "withdrawn_at")
    list_select_related = ("center",)
    search_fields = ("name", "center__search_key")
    ordering = ("-registered_at", "pk")
    fields = ("center", "name")
    autocomplete_fields = ("center",)
    actions = ("withdraw",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def save_model(
        self, request: HttpRequest, obj: CounterDevice, form: "ModelForm[Any]", change: object
    ) -> None:
        obj.registered_by, obj.registered_at = request.user, timezone.now()  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: CounterDevice, post_url_continue: str | None = None
    ) -> HttpResponse:
        answer = super().response_add(request, obj, post_url_continue)
        put_cookie(answer, obj)
        return answer

    @admin.action(description=_("Withdraw: filings from it count as from anywhere"))
    def withdraw(self, request: HttpRequest, devices: QuerySet[CounterDevice]) -> None:
        for device in devices:
            counter_devices.withdraw(device, at=timezone.now())


def put_cookie(answer: HttpResponse, device: CounterDevice) -> None:
    answer.set_cookie(
        counter_devices.COOKIE,
        counter_devices.signed(device),
        max_age=counter_devices.lifetime(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@admin.register(Calendar)
class CalendarAdmin(FrozenAdmin):
    list_display = ("__str__",)
    list_select_related = ("unit", "agency")
    ordering = ("pk",)


class CalendarDayInline(admin.TabularInline):  # type: ignore[type-arg]
    model = CalendarDay
    ordering = ("date",)
    extra = 0


@admin.register(CalendarVersion)
class CalendarVersionAdmin(FrozenAdmin):
    list_display = ("calendar", "number", "covers_from", "covers_to", "decision", "published_at")
    list_select_related = ("calendar__unit", "calendar__agency")
    ordering = ("-published_at", "pk")
    inlines = (CalendarDayInline,)
