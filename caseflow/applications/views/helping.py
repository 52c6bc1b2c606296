from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from caseflow.accounts.models import Role
from caseflow.applications import helping
from caseflow.applications.models import HelperSession
from caseflow.applications.serializers.helping import (
    CodeSerializer,
    HelpAskedSerializer,
    HelperCodeSerializer,
    HelperCodesSerializer,
    HelperSessionSerializer,
    HelperSessionsSerializer,
)
from caseflow.applications.views.cases import ActorMixin, FilingThrottle

#: The latest sessions of a helper; older ones are of no use to anybody at the door.
SHOWN = 50


class HelpView(ActorMixin, GenericAPIView[Any]):
    queryset = HelperSession.objects.none()
    pagination_class = None

    @cached_property
    def at(self) -> datetime:
        return timezone.now()

    def get_serializer_context(self) -> dict[str, Any]:
        return super().get_serializer_context() | {"at": self.at}

    def shown(self, session: HelperSession) -> Any:
        return HelperSessionSerializer(session, context=self.get_serializer_context()).data


class HelperSessionsView(HelpView):
    """A helper's own sessions; asking for one tells nothing about the person."""

    serializer_class = HelpAskedSerializer
    throttle_classes = (FilingThrottle,)
    throttle_scope = "helping"

    @extend_schema(operation_id="helper_sessions_list", responses=HelperSessionsSerializer)
    def get(self, request: Request) -> Response:
        latest = HelperSession.objects.given_by(self.sender.user_id)[:SHOWN]
        return Response({"results": [self.shown(session) for session in latest]})

    @extend_schema(responses={201: HelperSessionSerializer})
    def post(self, request: Request) -> Response:
        helping.place_of(self.sender, on=timezone.localdate())
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        session = helping.ask(
            actor=self.sender,
            identity=said["identity_number"],
            phone=said.get("phone", ""),
            at=self.at,
        )
        return Response(self.shown(session), status.HTTP_201_CREATED)


class OwnSessionView(HelpView):
    serializer_class: type[BaseSerializer[Any]] = HelperSessionSerializer

    def own(self) -> HelperSession:
        mine = HelperSession.objects.given_by(self.sender.user_id)
        return get_object_or_404(mine, reference=self.kwargs["reference"])


class HelperSessionView(OwnSessionView):
    @extend_schema(responses=HelperSessionSerializer)
    def get(self, request: Request, reference: str) -> Response:
        return Response(self.shown(self.own()))


class HelperSessionOpenView(OwnSessionView):
    """The helper gives the code; then the session files one application."""

    serializer_class = CodeSerializer

    @extend_schema(responses=HelperSessionSerializer)
    def post(self, request: Request, reference: str) -> Response:
        session = self.own()
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        opened = helping.open_with(session, **given.validated_data, actor=self.sender, at=self.at)
        return Response(self.shown(opened))


class HelperSessionEndView(OwnSessionView):
    @extend_schema(request=None, responses=HelperSessionSerializer)
    def post(self, request: Request, reference: str) -> Response:
        helping.end(self.own(), at=self.at)
        return Response(self.shown(self.own()))


class HelperCodesView(HelpView):
    """The codes that a citizen may give away, each with who asks for it."""

    serializer_class = HelperCodeSerializer

    def waiting(self) -> Any:
        if self.sender.role != Role.CITIZEN or self.sender.citizen_id is None:
            raise PermissionDenied
        return HelperSession.objects.asked_of(self.sender.citizen_id, at=self.at)

    @extend_schema(operation_id="helper_codes_list", responses=HelperCodesSerializer)
    def get(self, request: Request) -> Response:
        return Response({"results": self.get_serializer(self.waiting(), many=True).data})


class HelperCodeRefusalView(HelperCodesView):
    """The person wants no help of this helper."""

    http_method_names = ("post", "options")

    @extend_schema(operation_id="helper_codes_refuse", request=None, responses={204: None})
    def post(self, request: Request, reference: str) -> Response:
        helping.end(get_object_or_404(self.waiting(), reference=reference), at=self.at)
        return Response(status=status.HTTP_204_NO_CONTENT)
