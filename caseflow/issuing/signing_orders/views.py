"""For programs that sign on a leader's device; each sees only what awaits its holder."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from caseflow.applications.paging import Key
from caseflow.applications.views.cases import ActorMixin
from caseflow.issuing.models import Preparation, SigningOrder
from caseflow.issuing.signing_orders import chains, device, inbox, refusing_to_sign
from caseflow.issuing.signing_orders.serializers import (
    CertificateSerializer,
    InboxQuerySerializer,
    PreparationSerializer,
    RefusalSerializer,
    SigningOrderSerializer,
    SigningOrdersSerializer,
    ValueSerializer,
)

PDF = (200, "application/pdf")


class InboxView(ActorMixin, GenericAPIView[Any]):
    """What waits for the signature of the asker."""

    queryset = SigningOrder.objects.none()
    serializer_class = SigningOrderSerializer
    pagination_class = None

    @extend_schema(
        operation_id="signing_orders_list",
        parameters=[InboxQuerySerializer],
        responses=SigningOrdersSerializer,
    )
    def get(self, request: Request) -> Response:
        """The longest waiting first."""
        if not self.actor.is_staff:
            raise PermissionDenied
        query = InboxQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        wanted = inbox.Wanted(
            key=asked.get("key", ""),
            confirmed_by=self.actor.account if asked["confirmed"] else None,
        )
        orders = inbox.waiting_for(self.actor, wanted)
        page = inbox.page_of(orders, place=place_in(asked), size=asked["limit"])
        told = {"results": page.rows, "next": page.after or None}
        return Response(SigningOrdersSerializer(told).data)


def place_in(asked: dict[str, Any]) -> inbox.Place:
    try:
        return inbox.Place(after=Key.parsed(asked["after"])) if "after" in asked else inbox.FIRST
    except ValueError:
        raise ValidationError({"after": [_("No page gave out this key.")]}) from None


class OrderView(ActorMixin, GenericAPIView[Any]):
    """One result; 404 for whoever it is not addressed to."""

    queryset = SigningOrder.objects.none()

    def order(self) -> SigningOrder:
        if not self.actor.is_staff:
            raise PermissionDenied
        addressed = SigningOrder.objects.addressed_to(self.actor)
        found = get_object_or_404(addressed.only("pk"), reference=self.kwargs["reference"])
        return chains.loaded(found.pk)

    def sent(self) -> dict[str, Any]:
        body = self.get_serializer(data=self.request.data)
        body.is_valid(raise_exception=True)
        sent: dict[str, Any] = body.validated_data
        return sent


class SigningOrderView(OrderView):
    serializer_class = SigningOrderSerializer

    @extend_schema(responses=SigningOrderSerializer)
    def get(self, request: Request, reference: UUID) -> Response:
        return Response(SigningOrderSerializer(self.order()).data)


class OrderDocumentView(OrderView):
    @extend_schema(responses={PDF: OpenApiTypes.BINARY})
    def get(self, request: Request, reference: UUID) -> HttpResponse:
        """What would be signed, as the asker would sign it."""
        document = chains.preview(self.order(), self.actor)
        return HttpResponse(document, content_type="application/pdf")


class PrepareView(OrderView):
    serializer_class = CertificateSerializer

    @extend_schema(request=CertificateSerializer, responses=PreparationSerializer)
    def post(self, request: Request, reference: UUID) -> Response:
        """The digest for the device that holds this certificate's key; answered once."""
        order = self.order()
        preparation = device.prepare(
            order,
            certificate=self.sent()["certificate"],
            actor=self.actor,
            at=timezone.now(),
        )
        return Response(PreparationSerializer(preparation).data)


class CompleteView(OrderView):
    serializer_class = ValueSerializer

    @extend_schema(request=ValueSerializer, responses=SigningOrderSerializer)
    def post(self, request: Request, reference: UUID) -> Response:
        """The device's value; sent again it is answered alike and changes nothing."""
        order = self.order()
        sent = self.sent()
        theirs = Preparation.objects.filter(order=order, signatory=self.actor.account)
        preparation = theirs.filter(reference=sent["preparation"]).first()
        if preparation is None:
            raise Http404
        signed = device.complete(
            order, preparation, sent["value"], actor=self.actor, at=timezone.now()
        )
        return Response(SigningOrderSerializer(signed).data)


class RefuseView(OrderView):
    serializer_class = RefusalSerializer

    @extend_schema(request=RefusalSerializer, responses=SigningOrderSerializer)
    def post(self, request: Request, reference: UUID) -> Response:
        """Not signed: the decision is revoked with this reason and goes back into review."""
        order = self.order()
        reason = self.sent()["reason"]
        refusing_to_sign.refuse(order, reason, actor=self.actor, at=timezone.now())
        return Response(SigningOrderSerializer(chains.loaded(order.pk)).data)
