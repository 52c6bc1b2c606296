from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from caseflow.notices import choosing
from caseflow.notices.backends.push import public_key
from caseflow.notices.models import Message
from caseflow.notices.querysets import MessageQuerySet
from caseflow.notices.serializers import (
    BrowserSerializer,
    ForgetBrowserSerializer,
    MessageSerializer,
    PreferenceSerializer,
    PushKeySerializer,
)
from caseflow.notices.states import Channel


class NewestFirst(CursorPagination):
    ordering = "-pk"
    page_size = 50


class MyNoticesView(GenericAPIView[Any]):
    """By which ways and in which language the asker is told."""

    serializer_class = PreferenceSerializer

    @extend_schema(operation_id="me_notices_retrieve")
    def get(self, request: Request) -> Response:
        chosen = choosing.preference_of(account_of(request))
        return Response(PreferenceSerializer(chosen).data)

    @extend_schema(operation_id="me_notices_partial_update")
    def patch(self, request: Request) -> Response:
        wishes = PreferenceSerializer(data=request.data, partial=True)
        wishes.is_valid(raise_exception=True)
        chosen = choosing.choose(account_of(request), wishes.validated_data)
        return Response(PreferenceSerializer(chosen).data)


class MyBrowsersView(GenericAPIView[Any]):
    """The browsers in which the asker wants to see messages."""

    serializer_class = BrowserSerializer

    @extend_schema(operation_id="me_push_retrieve", responses=PushKeySerializer)
    def get(self, request: Request) -> Response:
        return Response({"public_key": public_key() if is_offered() else ""})

    @extend_schema(operation_id="me_push_create", responses={201: PushKeySerializer})
    def post(self, request: Request) -> Response:
        if not is_offered():
            raise NotFound
        sent = BrowserSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        endpoint, keys = sent.validated_data["endpoint"], sent.validated_data["keys"]
        choosing.subscribe(account_of(request), endpoint=endpoint, **keys)
        return Response({"public_key": public_key()}, status.HTTP_201_CREATED)


class ForgetBrowserView(GenericAPIView[Any]):
    serializer_class = ForgetBrowserSerializer

    @extend_schema(operation_id="me_push_forget", responses={204: None})
    def post(self, request: Request) -> Response:
        """The address goes in the body: it is a secret, and addresses reach logs."""
        sent = ForgetBrowserSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        choosing.unsubscribe(account_of(request), **sent.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)


def is_offered() -> bool:
    return Channel.PUSH in settings.NOTICES_BACKENDS


class MyMessagesView(ListAPIView[Message]):
    """What the asker was told, newest first."""

    serializer_class = MessageSerializer
    pagination_class = NewestFirst
    queryset = Message.objects.none()

    def get_queryset(self) -> MessageQuerySet:
        messages: MessageQuerySet = Message.objects.in_account(account_of(self.request))
        return messages.select_related("application").only(
            *("reference", "wording", "language", "subject", "body", "created_at"),
            # The machine looks at its state as soon as it is read.
            *("application__number", "application__state"),
        )


def account_of(request: Request) -> int:
    if request.user.pk is None:
        raise NotAuthenticated
    return request.user.pk
