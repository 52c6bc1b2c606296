"""The pages of the gateway for trials; they exist only where the setting says so."""

import csv

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.payments import sandbox
from caseflow.payments.backends.base import ForgedNotice
from caseflow.payments.reconciling import COLUMNS


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form posts to its own address, so the signed request stands there the whole time."""
    refuse_unless_on()
    try:
        bill = sandbox.bill_in(request.GET.dict())
    except ForgedNotice:
        return render(request, "payments/sandbox.html", {"bill": None}, status=400)
    if request.method == "POST":
        return HttpResponseRedirect(acted(request.POST.get("deed", ""), bill))
    return render(request, "payments/sandbox.html", {"bill": bill})


def acted(deed: str, bill: sandbox.Bill) -> str:
    match deed:
        case "pay" | "delay":
            return sandbox.pay(bill, at=timezone.now(), delayed=deed == "delay")
        case _:
            return sandbox.cancel(bill)


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """The sandbox's book of one day, in the form that `reconcile_payments` reads."""
    refuse_unless_on()
    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        day = None
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="statement.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    writer.writerows(sandbox.statement(day or timezone.localdate()))
    return answer


def refuse_unless_on() -> None:
    if not settings.PAYMENTS_SANDBOX:
        raise Http404
