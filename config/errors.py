"""Every exception the API answers: its status and its stable code, in one table."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError, OperationalError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from caseflow.applications.actors import Actor
from caseflow.applications.helping import HelpRefused, NotAHelper, WrongCode
from caseflow.applications.papers import PaperRefused, PaperTooLarge, PaperWithheld
from caseflow.applications.papers.refusing import (
    ChecksumDiffers,
    QuotaReached,
    UploadBusy,
    UploadGone,
    UploadUnfinished,
    WrongOffset,
)
from caseflow.applications.permissions import deeds_open_to
from caseflow.applications.refusals import DeedRefused, InputRefused, KeyReused
from caseflow.centers.calendars import CalendarMissing
from caseflow.issuing.signing_orders.refusing import OrderRefused, SigningForbidden
from caseflow.payments.backends.base import GatewayUnavailable
from caseflow.payments.gateways import NOT_IN_REACH
from caseflow.payments.starting import PaymentRefused
from signatures.signing import SigningUnavailable

log = logging.getLogger(__name__)
Answer = tuple[int, dict[str, Any]]


def deed_refused(error: DeedRefused, context: dict[str, Any]) -> Answer:
    actor = Actor.of(context["request"].user).acting_on(timezone.localdate())
    verbs = deeds_open_to(actor, error.case)
    return 409, {
        "code": "refused",
        "message": str(error.message),
        "rule": error.rule,
        "instead": str(error.instead),
        "possible_verbs": [str(verb) for verb in verbs],
    }


def input_refused(error: InputRefused, _context: dict[str, Any]) -> Answer:
    return 400, invalid(error.fields)


def help_refused(error: HelpRefused, _context: dict[str, Any]) -> Answer:
    return 409, {"code": "refused", "message": str(error.message), "rule": error.rule}


def wrong_code(error: WrongCode, _context: dict[str, Any]) -> Answer:
    left = ngettext(
        "This is not the code; %(left)d try is left.",
        "This is not the code; %(left)d tries are left.",
        error.left,
    )
    return 400, invalid({"code": [left % {"left": error.left}]})


def key_reused(_error: Exception, _context: dict[str, Any]) -> Answer:
    message = _("This Idempotency-Key was used before with another body; choose a new key.")
    return 409, {"code": "key_reused", "message": message}


def paper_refused(error: PaperRefused, _context: dict[str, Any]) -> Answer:
    return 400, invalid({error.field: [str(error)]})


def paper_too_large(_error: Exception, _context: dict[str, Any]) -> Answer:
    return 413, {"code": "too_large", "message": _("The file is too large.")}


def paper_withheld(error: PaperWithheld, _context: dict[str, Any]) -> Answer:
    return 409, {"code": error.code, "message": str(error)}


def quota_reached(_error: Exception, _context: dict[str, Any]) -> Answer:
    message = _("Too much is being sent at once; finish or remove an earlier upload first.")
    return 413, {"code": "quota", "message": message}


def wrong_offset(error: WrongOffset, _context: dict[str, Any]) -> Answer:
    message = _("Go on from byte %(offset)d.") % {"offset": error.offset}
    return 409, {"code": "wrong_offset", "message": message}


def upload_busy(_error: Exception, _context: dict[str, Any]) -> Answer:
    message = _("Another connection is sending this file; ask for its offset in a moment.")
    return 423, {"code": "busy", "message": message}


def upload_unfinished(_error: Exception, _context: dict[str, Any]) -> Answer:
    return 409, {"code": "unfinished", "message": _("Part of this file has not arrived yet.")}


def checksum_differs(_error: Exception, _context: dict[str, Any]) -> Answer:
    """460 is the tus protocol's own number."""
    return 460, {"code": "checksum", "message": _("The piece came damaged; send it again.")}


def payment_refused(error: PaymentRefused, _context: dict[str, Any]) -> Answer:
    return 409, {"code": "refused", "message": str(error.message), "rule": error.rule}


def signing_forbidden(error: SigningForbidden, _context: dict[str, Any]) -> Answer:
    return 403, {"code": "forbidden", "message": str(error.message), "rule": error.rule}


def order_refused(error: OrderRefused, _context: dict[str, Any]) -> Answer:
    return 409, {
        "code": "refused",
        "message": str(error.message),
        "rule": error.rule,
        "instead": str(error.instead),
    }


def signer_away(_error: Exception, _context: dict[str, Any]) -> Answer:
    message = _("The signing service is out of reach; nothing was signed. Please try again.")
    return 503, {"code": "signer_unavailable", "message": message}


def gateway_away(error: Exception, _context: dict[str, Any]) -> Answer:
    log.warning("Payment gateway: %s", error)
    return 503, {"code": "gateway_unavailable", "message": str(NOT_IN_REACH)}


def calendar_missing(error: Exception, _context: dict[str, Any]) -> Answer:
    log.error("%s", error)
    message = _(
        "No calendar of working days is published for this office, so no date can be counted. "
        "Who looks after the system has to publish one."
    )
    return 503, {"code": "calendar_missing", "message": message}


def database_away(error: Exception, _context: dict[str, Any]) -> Answer:
    log.error("Database out of reach: %s", type(error).__name__)
    message = _("The service is interrupted for a moment; nothing was saved. Please try again.")
    return 503, {"code": "unavailable", "message": message}


def unstorable(_error: Exception, _context: dict[str, Any]) -> Answer:
    """PostgreSQL keeps no NUL character; an address may bring one."""
    return 400, {"code": "invalid", "message": _("The request holds characters nobody can type.")}


def not_found(_error: Exception, _context: dict[str, Any]) -> Answer:
    return 404, {"code": "not_found", "message": _("Not found.")}


def forbidden(error: Exception, _context: dict[str, Any]) -> Answer:
    words = str(error.detail) if isinstance(error, PermissionDenied) else ""
    plain = words in ("", str(PermissionDenied.default_detail))
    return 403, {
        "code": "forbidden",
        "message": _("Your role may not do this.") if plain else words,
    }


def validation(error: ValidationError, _context: dict[str, Any]) -> Answer:
    return 400, invalid(flat(error.detail))


def unusable_value(_error: Exception, _context: dict[str, Any]) -> Answer:
    """What reaches a query unchecked: only the position in a page cursor somebody made up."""
    return 400, invalid({"cursor": [_("This is no cursor of ours.")]})


def other(error: APIException, _context: dict[str, Any]) -> Answer:
    return error.status_code, {"code": error.get_codes(), "message": str(error.detail)}


TABLE: list[tuple[type[Exception], Callable[[Any, dict[str, Any]], Answer]]] = [
    (DeedRefused, deed_refused),
    (InputRefused, input_refused),
    (HelpRefused, help_refused),
    (NotAHelper, forbidden),
    (WrongCode, wrong_code),
    (KeyReused, key_reused),
    (PaperRefused, paper_refused),
    (PaperTooLarge, paper_too_large),
    (PaperWithheld, paper_withheld),
    (QuotaReached, quota_reached),
    (WrongOffset, wrong_offset),
    (UploadBusy, upload_busy),
    (UploadGone, not_found),
    (UploadUnfinished, upload_unfinished),
    (ChecksumDiffers, checksum_differs),
    (PaymentRefused, payment_refused),
    (GatewayUnavailable, gateway_away),
    (SigningForbidden, signing_forbidden),
    (OrderRefused, order_refused),
    (SigningUnavailable, signer_away),
    (CalendarMissing, calendar_missing),
    (OperationalError, database_away),
    (DataError, unstorable),
    (Http404, not_found),
    (PermissionDenied, forbidden),
    (DjangoPermissionDenied, forbidden),
    (ValidationError, validation),
    (DjangoValidationError, unusable_value),
    (APIException, other),
]


def invalid(fields: dict[str, list[str]]) -> dict[str, Any]:
    return {"code": "invalid", "message": _("Please mend the fields named."), "fields": fields}


def flat(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Nested details as `applicant.identity_number` → messages."""
    if isinstance(detail, dict):
        parts = [(str(key), value) for key, value in detail.items()]
    elif any(isinstance(part, dict | list) for part in detail):
        parts = [(str(place), value) for place, value in enumerate(detail)]
    else:
        return {path or "body": [str(message) for message in detail]}
    found: dict[str, list[str]] = {}
    for key, value in parts:
        if value:
            found |= flat(value, f"{path}.{key}" if path else key)
    return found


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; what it does not know stays a 500 and is logged."""
    for kind, describe in TABLE:
        if isinstance(error, kind):
            set_rollback()
            status, body = describe(error, context)
            headers = {}
            if challenge := getattr(error, "auth_header", None):
                headers["WWW-Authenticate"] = challenge
            if wait := getattr(error, "wait", None):
                headers["Retry-After"] = str(int(wait) + 1)
            return Response(body, status, headers=headers)
    return None


class UnknownAddress(APIView):
    """Below the API, where nothing is: a program is answered as by everything else there."""

    authentication_classes = permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404
