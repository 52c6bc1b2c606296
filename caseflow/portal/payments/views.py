import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow.applications.models import Application
from caseflow.applications.views.public import tracked
from caseflow.payments import receiving, starting
from caseflow.payments.backends.base import ForgedNotice, GatewayUnavailable
from caseflow.payments.gateways import NOT_IN_REACH, gateway
from caseflow.payments.models import Payment
from caseflow.payments.states import PaymentState
from caseflow.portal.forms import TrackingForm
from caseflow.portal.payments.showing import SENTENCES, shown
from caseflow.portal.throttling import address_of, allows

log = logging.getLogger(__name__)
#: How soon the page looks again whether the gateway's notice has come.
LOOK_AGAIN_SECONDS = 4


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: HttpRequest) -> HttpResponse:
    """What an application has to pay, for whoever holds its number and key; nobody is named."""
    form = TrackingForm(request.POST or None)
    case, status = asked_for(request, form)
    return page(request, form, case, status=status)


@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    form = TrackingForm(request.POST)
    case, status = asked_for(request, form)
    if case is None:
        return page(request, form, status=status)
    order = Payment.objects.of(case).filter(number=request.POST.get("order", "")[:24]).first()
    if order is None:
        return page(request, form, case, told=_("There is no such order."), status=404)
    try:
        return HttpResponseRedirect(gateway_address(request, order))
    except starting.PaymentRefused as refused:
        return page(request, form, case, told=str(refused), status=409)
    except GatewayUnavailable as away:
        log.warning("Payment gateway: %s", away)
        return page(request, form, case, told=str(NOT_IN_REACH), status=503)


def gateway_address(request: HttpRequest, order: Payment) -> str:
    return starting.start(
        order.number,
        at=timezone.now(),
        client=address_of(request),
        language=get_language() or "vi",
    )


def asked_for(request: HttpRequest, form: TrackingForm) -> tuple[Application | None, int]:
    """The case whose number and key were given; otherwise what is wrong stands in the form."""
    if request.method != "POST":
        return None, 200
    if not allows(request, "tracking"):
        form.add_error(None, _("Too many attempts; please wait a minute."))
        return None, 429
    if not form.is_valid():
        return None, 400
    case = tracked(form.cleaned_data["number"], form.cleaned_data["key"])
    if case is None:
        form.add_error(None, _("There is no application with this number and key."))
        return None, 404
    return case, 200


def page(
    request: HttpRequest,
    form: TrackingForm,
    case: Application | None = None,
    *,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    found: dict[str, Any] = {"form": form, "case": case, "told": told}
    if case:
        orders = Payment.objects.of(case).with_receipts()
        found["orders"] = list(shown(orders, at=timezone.now()))
    return render(request, "portal/payments.html", found, status=status)


@never_cache
@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    """Where the gateway sends people back: how the order stands with us, not what the address says.

    The signature in the address only proves that its bearer was at the gateway.
    """
    try:
        notice = gateway().read(request.GET.dict())
    except (ForgedNotice, GatewayUnavailable):
        return render(request, "portal/payment_return.html", {"order": None}, status=400)
    named = receiving.REFERENCE.fullmatch(notice.reference)
    order = Payment.objects.filter(number=named["number"]).first() if named else None
    if order is None:
        return render(request, "portal/payment_return.html", {"order": None}, status=404)
    is_waiting = order.state == PaymentState.OPEN and notice.is_paid
    found = {
        "order": order,
        "sentence": SENTENCES[order.state],
        "is_waiting": is_waiting,
        "is_declined": order.state == PaymentState.OPEN and not notice.is_paid,
    }
    answer = render(request, "portal/payment_return.html", found)
    if is_waiting:
        answer["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return answer
