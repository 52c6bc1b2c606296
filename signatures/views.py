from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.throttling import WindowThrottle
from signatures.serializers import DocumentToVerifySerializer, VerdictSerializer
from signatures.verifying import verify

#: What a multipart body needs beside the file itself.
ENVELOPE_BYTES = 64 * 1024
#: A slow document holds its thread; the other threads of this process stay free for other work.
SLOTS = BoundedSemaphore(2)
PATIENCE_SECONDS = 5


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = _("The file is too large to be checked.")


class Busy(APIException):
    status_code = 503
    default_code = "busy"
    default_detail = _("Many documents are being checked at the moment. Please try again.")


class VerifyView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (MultiPartParser,)
    throttle_classes = (WindowThrottle,)
    throttle_scope = "verifying"

    @extend_schema(
        operation_id="signatures_verify",
        request=DocumentToVerifySerializer,
        responses=VerdictSerializer,
    )
    def post(self, request: Request) -> Response:
        """Says whether a document is signed, by whom, and whether it was changed since."""
        most = settings.SIGNATURES_VERIFY_MEGABYTES * 1024 * 1024
        # The declared length comes first: a body that is too long is not even read.
        refuse_above(most + ENVELOPE_BYTES, int(request.META.get("CONTENT_LENGTH") or 0))
        asked = DocumentToVerifySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        file = asked.validated_data["file"]
        refuse_above(most, file.size)
        with one_of_few():
            official = asked.validated_data["official"]
            verdict = verify(file.read(), at=timezone.now(), official=official)
        return Response(VerdictSerializer(verdict).data)


def refuse_above(most: int, size: int) -> None:
    if size > most:
        raise TooLarge


@contextmanager
def one_of_few() -> Iterator[None]:
    if not SLOTS.acquire(timeout=PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        SLOTS.release()
