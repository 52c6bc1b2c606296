from django.db import DatabaseError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.applications import charging
from caseflow.applications.permissions import owner
from caseflow.applications.views.cases import ActorMixin, CaseView
from caseflow.payments import receiving, starting
from caseflow.payments.gateways import gateway, is_set_up
from caseflow.payments.models import Payment
from caseflow.payments.serializers import (
    GatewayAnswerSerializer,
    PaymentsSerializer,
    StartedSerializer,
    StartSerializer,
)
from caseflow.throttling import WindowThrottle
from procedures.fees import UnknownExemption
from procedures.serializers import FeeQuestionSerializer, QuoteSerializer


class PaymentsView(CaseView):
    @extend_schema(operation_id="applications_payments_list", responses=PaymentsSerializer)
    def get(self, request: Request, number: str) -> Response:
        """What was asked to be paid for an application, and what came."""
        orders = Payment.objects.of(self.handled_case()).prefetch_related("receipts")
        return Response(PaymentsSerializer({"results": orders}).data)


class ProposalView(CaseView):
    @extend_schema(
        operation_id="applications_fees_retrieve",
        parameters=[FeeQuestionSerializer],
        responses=QuoteSerializer,
    )
    def get(self, request: Request, number: str) -> Response:
        """What the rules of this application's version ask for, through its own channel."""
        case = self.handled_case()
        sent = FeeQuestionSerializer(data=request.query_params)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        try:
            found = charging.proposal(
                case,
                on=timezone.localdate(),
                quantity=said["quantity"],
                copies=said["copies"],
                exemptions=said["exemption"],
                fees=said["fee"],
            )
        except UnknownExemption as unknown:
            message = _("These rules give no exemption “%(key)s”.") % {"key": unknown}
            raise ValidationError({"exemption": [message]}) from None
        return Response(QuoteSerializer(found).data)


class StartView(ActorMixin):
    """Sends the owner of an application to the gateway for one of its orders."""

    @extend_schema(request=StartSerializer, responses=StartedSerializer)
    def post(self, request: Request, number: str) -> Response:
        visible = Payment.objects.visible_to(self.actor).select_related("application")
        order = get_object_or_404(visible, number=number)
        if not owner(self.actor, order.application):
            raise PermissionDenied
        sent = StartSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            address = starting.start(
                order.number,
                at=timezone.now(),
                client=WindowThrottle().get_ident(request) or "",
                language=get_language() or "vi",
                return_url=sent.validated_data["return_url"],
            )
        except starting.BadReturnAddress:
            message = _("Give an address of this site.")
            raise ValidationError({"return_url": [message]}) from None
        return Response(StartedSerializer({"redirect": address}).data)


class NoticeView(APIView):
    """Where the gateway tells us what was paid; only its signature is believed.

    The parameters and the answer are the gateway's own; it asks again until it is answered.
    """

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (WindowThrottle,)
    throttle_scope = "notices"

    @extend_schema(
        operation_id="payments_notice",
        parameters=[OpenApiParameter("vnp_SecureHash", OpenApiTypes.STR)],
        responses=GatewayAnswerSerializer,
    )
    def get(self, request: Request) -> Response:
        if not is_set_up():
            raise Http404
        try:
            answer = receiving.receive(request.query_params.dict(), at=timezone.now())
        except DatabaseError:
            answer = gateway().answer(None)
        return Response(answer)
