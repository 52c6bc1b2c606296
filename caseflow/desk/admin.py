from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import RedirectView

from caseflow.applications.models import (
    Application,
    CalendarChange,
    Consultation,
    Erasure,
    HelperSession,
    Job,
    PaperHandOver,
    RetentionTerm,
)
from caseflow.applications.states import Verb
from caseflow.desk.asking import account_of, administers, supervises
from caseflow.desk.read_only import ReadOnlyAdmin
from caseflow.desk.representations import RepresentationAdmin
from caseflow.desk.retention import ErasureAdmin, RetentionTermAdmin
from caseflow.desk.views import (
    bulk,
    calendars,
    case,
    deeds,
    filing,
    helping,
    listing,
    notices,
    paper_trail,
    papers,
    register,
    results,
    signing,
    slips,
    turning_away,
)
from caseflow.desk.views import consultations as questions
from caseflow.desk.views import notice_texts as texts
from caseflow.desk.views import payments as money
from caseflow.indicators.models import Discrepancy
from caseflow.issuing.models import CertifiedCopy, RegisterEntry, SigningOrder, SigningPolicy
from caseflow.notices.models import Message, OutboxItem, Wording
from caseflow.payments.models import GatewayNotice, Payment
from citizens.models import Representation


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Own pages instead of the stock forms: what those could save, nobody may type over."""

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "applications_application"
        to_case = RedirectView.as_view(pattern_name=f"admin:{name}_change")
        return [
            path("", door(listing.list_page), name=f"{name}_changelist"),
            path("search/", door(listing.search), name=f"{name}_search"),
            path("filters/", door(listing.save_filter), name=f"{name}_save_filter"),
            path("filters/<int:pk>/", door(listing.remove_filter), name=f"{name}_remove_filter"),
            path("bulk/", door(bulk.bulk_deeds), name=f"{name}_bulk"),
            path("bulk/<uuid:reference>/", door(bulk.bulk_deed), name=f"{name}_bulk_deed"),
            path(
                "bulk/<uuid:reference>/progress/", door(bulk.progress), name=f"{name}_bulk_progress"
            ),
            path("bulk/<uuid:reference>/cancel/", door(bulk.cancel), name=f"{name}_bulk_cancel"),
            path(
                "bulk/<uuid:reference>/outcomes.csv",
                door(bulk.outcomes),
                name=f"{name}_bulk_outcomes",
            ),
            path("file/", door(filing.procedure_page), name=f"{name}_file"),
            path("file/<str:code>/", door(filing.filing_page), name=f"{name}_file_form"),
            path(
                "file/<str:code>/refuse/",
                door(turning_away.turning_away_page),
                name=f"{name}_turn_away",
            ),
            path("<str:number>/", door(case.case_page), name=f"{name}_change"),
            path("<str:number>/change/", door(to_case)),
            path("<str:number>/due/", door(case.due_page), name=f"{name}_due"),
            path("<str:number>/next/", door(case.next_page), name=f"{name}_next"),
            path("<str:number>/open/", door(case.sign_of_life), name=f"{name}_open"),
            path("<str:number>/papers/", door(papers.papers_page), name=f"{name}_papers"),
            path("<str:number>/papers/<int:pk>/", door(papers.paper), name=f"{name}_paper"),
            path(
                "<str:number>/papers/<int:pk>/signed/",
                door(papers.signed_scan),
                name=f"{name}_signed_scan",
            ),
            path(
                "<str:number>/papers/<int:pk>/<int:leaf>/",
                door(papers.leaf_page),
                name=f"{name}_leaf",
            ),
            path(
                "<str:number>/papers/<int:pk>/<int:leaf>/picture/",
                door(papers.leaf_picture),
                name=f"{name}_leaf_picture",
            ),
            path("<str:number>/slips/<slug:name>/", door(slips.slip_page), name=f"{name}_slip"),
            path(
                "<str:number>/control-slip/",
                door(slips.control_slip),
                name=f"{name}_control_slip",
            ),
            path("<str:number>/results/<int:pk>/", door(results.result), name=f"{name}_result"),
            path("<str:number>/copies/<int:pk>/", door(results.copy), name=f"{name}_copy"),
            path(f"<str:number>/{Verb.REQUEST_PAYMENT}/", door(money.charge_page)),
            path("<str:number>/<slug:verb>/", door(deeds.deed_page), name=f"{name}_deed"),
        ]


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    """Own pages: what is open, what has to go back, and how the gateway's book agrees with ours."""

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "payments_payment"
        # The deed as every other, with lines of the officer's own.
        other = {"verb": str(Verb.REQUEST_PAYMENT)}
        return [
            path("", door(money.list_page), name=f"{name}_changelist"),
            path("reconciliation/", door(money.reconciliation), name=f"{name}_reconciliation"),
            path("<str:number>/other/", door(deeds.deed_page), other, name=f"{name}_other"),
            path("<str:number>/<str:order>/", door(money.receipt), name=f"{name}_receipt"),
            path(
                "<str:number>/<str:order>/refund/", door(money.refund_page), name=f"{name}_refund"
            ),
        ]


@admin.register(RegisterEntry)
class RegisterAdmin(ReadOnlyAdmin):
    """The book of form 07: a page and its exports."""

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "issuing_registerentry"
        return [
            path("", door(register.register_page), name=f"{name}_changelist"),
            path("<slug:kind>/", door(register.export), name=f"{name}_export"),
        ]


@admin.register(SigningOrder)
class SigningOrderAdmin(ReadOnlyAdmin):
    """The signing inbox: what waits, what was confirmed at once, and what became of it."""

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "issuing_signingorder"
        order, batch = "<uuid:reference>/", "batches/<uuid:reference>/"
        return [
            path("", door(signing.inbox_page), name=f"{name}_changelist"),
            path("choose/", door(signing.choose), name=f"{name}_choose"),
            path(batch, door(signing.batch), name=f"{name}_batch"),
            path(f"{batch}progress/", door(signing.progress), name=f"{name}_progress"),
            path(f"{batch}cancel/", door(signing.cancel), name=f"{name}_cancel"),
            path(f"{batch}outcomes.csv", door(signing.outcomes), name=f"{name}_outcomes"),
            path(order, door(signing.order_page), name=f"{name}_order"),
            path(f"{order}document/", door(signing.document), name=f"{name}_document"),
            path(f"{order}picture/", door(signing.picture), name=f"{name}_picture"),
        ]


@admin.register(SigningPolicy)
class SigningPolicyAdmin(ReadOnlyAdmin):
    """What agencies decided about their signatures, the latest first; each decision stays."""

    may_see = staticmethod(administers)
    list_display = ("agency", "key", "chain", "reason", "decided_by", "decided_at")
    list_filter = ("key", "chain")
    list_select_related = ("agency", "decided_by")
    search_fields = ("agency__search_key", "reason")
    ordering = ("-pk",)
    show_full_result_count = False
    autocomplete_fields = ("agency",)
    fields = ("agency", "key", "chain", "reason")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return administers(request)

    def save_model(
        self, request: HttpRequest, obj: SigningPolicy, form: object, change: object
    ) -> None:
        obj.decided_by, obj.decided_at = account_of(request), timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(CertifiedCopy)
class CertifiedCopyAdmin(ReadOnlyAdmin):
    """The book of certified copies."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(results.copies_page)
        return [path("", page, name="issuing_certifiedcopy_changelist")]


@admin.register(PaperHandOver)
class PaperHandOverAdmin(ReadOnlyAdmin):
    """Papers to send to the deciding agency and to take in from other centres."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(paper_trail.trail_page)
        return [path("", page, name="applications_paperhandover_changelist")]


@admin.register(Consultation)
class ConsultationAdmin(ReadOnlyAdmin):
    """What other agencies ask; the people asked see this and not the file."""

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "applications_consultation"
        return [
            path("", door(questions.list_page), name=f"{name}_changelist"),
            path("<int:pk>/", door(questions.answer_page), name=f"{name}_answer"),
        ]


@admin.register(GatewayNotice)
class GatewayNoticeAdmin(ReadOnlyAdmin):
    """What gateways told us; nothing in it says who paid."""

    may_see = staticmethod(administers)
    list_display = ("received_at", "finding", "reference", "transaction", "amount")
    list_filter = ("finding",)
    search_fields = ("reference", "transaction")
    ordering = ("-pk",)
    show_full_result_count = False


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


@admin.register(Discrepancy)
class DiscrepancyAdmin(ReadOnlyAdmin):
    """What the nightly and the weekly check of the count found, the latest first."""

    may_see = staticmethod(administers)
    list_display = ("found_at", "against", "table", "row", "stored", "counted", "is_mended")
    list_filter = ("against", "is_mended")
    ordering = ("-found_at", "-pk")
    show_full_result_count = False


@admin.register(HelperSession)
class HelperSessionAdmin(ReadOnlyAdmin):
    """A clerk's own sessions; nobody looks into those of others."""

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "applications_helpersession"
        one = "<uuid:reference>/"
        return [
            path("", door(helping.sessions_page), name=f"{name}_changelist"),
            path(one, door(helping.session_page), name=f"{name}_change"),
            path(f"{one}end/", door(helping.end), name=f"{name}_end"),
        ]


@admin.register(CalendarChange)
class CalendarChangeAdmin(ReadOnlyAdmin):
    """Drafts and versions of calendars, and the files that each moved."""

    may_see = staticmethod(supervises)

    def get_urls(self) -> list[URLPattern]:
        door, name = self.admin_site.admin_view, "applications_calendarchange"
        return [
            path("", door(calendars.list_page), name=f"{name}_changelist"),
            path("add/", door(calendars.entry_page), name=f"{name}_add"),
            path("<int:key>/", door(calendars.version_page), name=f"{name}_change"),
            path("<int:key>/apply/", door(calendars.apply), name=f"{name}_apply"),
            path("<int:key>/discard/", door(calendars.discard), name=f"{name}_discard"),
            path("<int:key>/progress/", door(calendars.progress), name=f"{name}_progress"),
        ]


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


admin.site.register(Representation, RepresentationAdmin)
admin.site.register(RetentionTerm, RetentionTermAdmin)
admin.site.register(Erasure, ErasureAdmin)
