from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import RedirectView

from caseflow.applications.models import Application, Job
from caseflow.desk.asking import administers, works_with_files
from caseflow.desk.views import case, filing, listing, notices
from caseflow.desk.views import notice_texts as texts
from caseflow.notices.models import Message, OutboxItem, Wording


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Nothing is added, typed over or removed here; rights follow from the role of the account."""

    may_see: Callable[[HttpRequest], bool] = staticmethod(works_with_files)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_see(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_see(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Own pages instead of the stock forms: what those could save, nobody may type over."""

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "applications_application"
        to_case = RedirectView.as_view(pattern_name=f"admin:{name}_change")
        return [
            path("", door(listing.list_page), name=f"{name}_changelist"),
            path("search/", door(listing.search), name=f"{name}_search"),
            path("bulk/", door(listing.bulk_deed), name=f"{name}_bulk"),
            path("file/", door(filing.procedure_page), name=f"{name}_file"),
            path("file/<str:code>/", door(filing.filing_page), name=f"{name}_file_form"),
            path("<str:number>/", door(case.case_page), name=f"{name}_change"),
            path("<str:number>/change/", door(to_case)),
            path("<str:number>/due/", door(case.due_page), name=f"{name}_due"),
            path("<str:number>/papers/<int:pk>/", door(case.paper), name=f"{name}_paper"),
            path("<str:number>/slips/<int:pk>/", door(case.slip), name=f"{name}_slip"),
            path("<str:number>/results/<int:pk>/", door(case.result), name=f"{name}_result"),
            path("<str:number>/<slug:verb>/", door(case.deed_page), name=f"{name}_deed"),
        ]


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """What followers still have to do; done jobs are history and not listed."""

    may_see = staticmethod(administers)
    list_display = ("event", "follower", "attempts", "error", "not_before")
    list_filter = ("follower",)
    list_select_related = ("event__application",)
    ordering = ("-attempts", "pk")
    show_full_result_count = False
    actions = ("try_again_now",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).filter(done_at=None)

    @admin.action(description=_("Try again now"))
    def try_again_now(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        count = jobs.update(not_before=timezone.now())
        told = ngettext("%(count)d job is tried again.", "%(count)d jobs are tried again.", count)
        self.message_user(request, told % {"count": count})


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What did not arrive, and reminders; the stock list would count millions."""

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "notices_message"
        return [
            path("", door(notices.list_page), name=f"{name}_changelist"),
            path("resend/", door(notices.resend), name=f"{name}_resend"),
            path("mine/", door(notices.mine_page), name=f"{name}_mine"),
        ]


@admin.register(Wording)
class WordingAdmin(ReadOnlyAdmin):
    may_see = staticmethod(administers)

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "notices_wording"
        return [
            path("", door(texts.texts_page), name=f"{name}_changelist"),
            path("<slug:key>/<slug:language>/", door(texts.text_page), name=f"{name}_change"),
        ]


@admin.register(OutboxItem)
class OutboxItemAdmin(ReadOnlyAdmin):
    """What a demonstration without services would have sent; thrown away after a day."""

    may_see = staticmethod(administers)
    list_display = ("kept_at", "channel", "address", "subject", "body")
    list_filter = ("channel",)
    ordering = ("-pk",)
