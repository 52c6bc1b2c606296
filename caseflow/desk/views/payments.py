from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.accounts.models import Role
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.permissions import may, receiving_clerk
from caseflow.applications.refusals import DeedRefused, InputRefused
from caseflow.applications.states import Verb
from caseflow.desk import deeds, payments
from caseflow.desk.asking import actor_of
from caseflow.desk.remaining import remaining
from caseflow.desk.views.doors import case_of, desk_page, handled_case_of, rendered
from caseflow.payments import refunding
from caseflow.payments.models import Payment
from caseflow.payments.reconciling import Compared, Reconciliation, reconcile
from caseflow.payments.states import Match
from caseflow.reports.exports import csv_lines

CASE = "admin:applications_application_change"
#: As far as one page reconciles; longer periods are for the command.
MOST_DAYS = 31


@require_safe
@desk_page
def list_page(request: HttpRequest) -> HttpResponseBase:
    after = request.GET.get("after", "")
    key = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    to_refund = "refunds" in request.GET
    context = {
        "title": _("Payments"),
        "page": payments.open_orders(actor_of(request), to_refund=to_refund, after=key),
        "to_refund": to_refund,
        "may_refund": actor_of(request).role == Role.CLERK,
        "may_reconcile": actor_of(request).sees_everything,
    }
    return rendered(request, "desk/payments.html", context)


@require_safe
@desk_page
def receipt(request: HttpRequest, number: str, order: str) -> HttpResponseBase:
    case = handled_case_of(request, number)
    orders = Payment.objects.of(case).with_receipts()
    found = get_object_or_404(orders, number=order)
    return rendered(
        request, "desk/receipt.html", {"title": _("Receipt"), "order": found} | {"case": case}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def refund_page(request: HttpRequest, number: str, order: str) -> HttpResponseBase:
    """Money went back: the clerk of the receiving centre says by which proof."""
    case = handled_case_of(request, number)
    if not receiving_clerk(actor_of(request), case):
        raise PermissionDenied(_("The receiving centre's clerks refund its money."))
    found = get_object_or_404(Payment.objects.of(case).with_receipts(), number=order)
    form = payments.RefundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return refunded(request, found, form.cleaned_data["proof"])
    context = {"title": _("Refund"), "order": found, "case": case, "form": form}
    return rendered(request, "desk/refund.html", context)


def refunded(request: HttpRequest, order: Payment, proof: str) -> HttpResponseBase:
    try:
        refunding.refund(order.number, proof=proof, actor=actor_of(request), at=timezone.now())
    except refunding.RefundRefused as refused:
        messages.error(request, str(refused))
    else:
        told = _("The refund of order %(number)s is kept with its proof.")
        messages.success(request, told % {"number": order.number})
    return redirect(f"{reverse('admin:payments_payment_changelist')}?refunds")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def charge_page(request: HttpRequest, number: str) -> HttpResponseBase:
    """The rules propose; the officer chooses what was proved, and says why where they differ."""
    case, actor = case_of(request, number)
    if not may(actor, Verb.REQUEST_PAYMENT, case):
        raise PermissionDenied(_("Your role may not do this with this application."))
    form = payments.ChargeForm(case, timezone.localdate(), request.POST or None)
    if request.method == "POST" and form.is_valid() and "propose" not in request.POST:
        return acted(request, case, actor, form)
    return charging(request, case, form)


def acted(
    request: HttpRequest, case: Application, actor: Actor, form: payments.ChargeForm
) -> HttpResponseBase:
    body = form.request()
    if not body["amount"]:
        form.add_error("amount", _("Nothing has to be paid by the rules; no request is needed."))
        return charging(request, case, form)
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    try:
        deeds.perform(
            Verb.REQUEST_PAYMENT, case, actor=actor, at=timezone.now(), seen=number, inputs=body
        )
    except InputRefused as refused:
        for path, said in refused.fields.items():
            form.add_error(path.rpartition(".")[2], said)
        return charging(request, case, form)
    except deeds.Overtaken:
        messages.warning(request, _("Nothing was done, because the application has moved on."))
    except DeedRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Done: %(verb)s.") % {"verb": Verb.REQUEST_PAYMENT.label})
    return redirect(CASE, case.number)


def charging(
    request: HttpRequest, case: Application, form: payments.ChargeForm
) -> HttpResponseBase:
    context = {
        "title": _("Request payment"),
        "case": case,
        "form": form,
        "proposal": form.proposal(),
        "remaining": remaining(case, timezone.now()),
        "seen": case.last_sequence,
    }
    return rendered(request, "desk/charge.html", context)


@require_safe
@desk_page
def reconciliation(request: HttpRequest) -> HttpResponseBase:
    """The gateway's statements against our own book, for who supervises."""
    if not actor_of(request).sees_everything:
        raise PermissionDenied(_("Your role may not open this."))
    found = reconcile(*days_in(request))
    if "csv" in request.GET:
        return as_csv(found.lines)
    return rendered(request, "desk/reconciliation.html", reconciled(found))


def reconciled(found: Reconciliation) -> dict[str, object]:
    return {
        "title": _("Reconciliation of payments"),
        "found": found,
        "counts": [(match.label, number) for match, number in found.counts.items()],
        "differences": [line for line in found.lines if line.match != Match.MATCHED],
    }


def days_in(request: HttpRequest) -> tuple[date, date]:
    """Nonsense is today; a longer period is cut."""
    first, last = (day_in(request.GET.get(name, "")) for name in ("from", "to"))
    last = max(first, last)
    return first, min(last, first + timedelta(days=MOST_DAYS - 1))


def day_in(text: str) -> date:
    try:
        return parse_date(text) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def as_csv(lines: Iterable[Compared]) -> StreamingHttpResponse:
    head = [
        _("at"),
        _("gateway's transaction"),
        _("order number"),
        _("finding"),
        _("our amount"),
        _("their amount"),
    ]
    rows = (
        (line.at, line.transaction, line.order, line.match.label, line.ours, line.theirs)
        for line in lines
    )
    headers = {"Content-Disposition": 'attachment; filename="reconciliation.csv"'}
    answer = csv_lines(head, rows)
    return StreamingHttpResponse(answer, content_type="text/csv; charset=utf-8", headers=headers)
