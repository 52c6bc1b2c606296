"""Uploads in pieces: tus 1.0 with the extensions creation, expiration, checksum, termination."""

import base64
import binascii
import uuid
from collections.abc import Mapping
from typing import IO, Any, cast

from django.conf import settings
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from caseflow.applications.models import PartialUpload
from caseflow.applications.papers import pieces
from caseflow.applications.papers.refusing import WrongOffset
from caseflow.applications.serializers.papers import PartialUploadSerializer
from caseflow.applications.views.cases import ActorMixin, FilingThrottle

VERSION = "1.0.0"


def header(name: str, description: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        description=description,
        required=required,
    )


TUS = header("Tus-Resumable", "1.0.0", required=True)
AT = header("Upload-Offset", "Where the piece begins.", required=True)
NOTHING = OpenApiResponse(description="The answer is in the headers.")


class UnknownVersion(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "tus_version"


class PieceParser(BaseParser):
    """Hands the body on unread: a piece goes to the disk as it comes."""

    media_type = "application/offset+octet-stream"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return stream


class TusView(ActorMixin, GenericAPIView[PartialUpload]):
    queryset = PartialUpload.objects.none()
    serializer_class = PartialUploadSerializer
    pagination_class = None
    throttle_classes = (FilingThrottle,)
    throttle_scope = "filing"

    def get_permissions(self) -> list[BasePermission]:
        """What the server can is asked before anybody says who they are."""
        asks = self.request.method == "OPTIONS"
        return [AllowAny()] if asks else super().get_permissions()  # type: ignore[return-value]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            raise UnknownVersion(_("Send the header Tus-Resumable: 1.0.0."))

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, WrongOffset):
            response["Upload-Offset"] = str(exc.offset)
        return response

    def finalize_response(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, *args, **kwargs)
        response["Tus-Resumable"] = response["Tus-Version"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    @extend_schema(exclude=True)
    def options(  # type: ignore[override]  # REST framework's views are given its own request
        self, request: Request, *args: Any, **kwargs: Any
    ) -> Response:
        headers = {
            "Tus-Extension": "creation,expiration,checksum,termination",
            "Tus-Max-Size": str(settings.APPLICATIONS_UPLOAD_MEGABYTES * pieces.MEGABYTE),
            "Tus-Checksum-Algorithm": ",".join(pieces.ALGORITHMS),
        }
        return Response(status=status.HTTP_204_NO_CONTENT, headers=headers)


class UploadsView(TusView):
    @extend_schema(
        parameters=[
            TUS,
            header("Upload-Length", "Bytes of the whole file.", required=True),
            header("Upload-Metadata", "`filename` and its name in base64."),
        ],
        request=None,
        responses={201: PartialUploadSerializer},
    )
    def post(self, request: Request) -> Response:
        """Announces a file; its pieces go to the address in `Location`."""
        upload = pieces.begin(
            owner=self.actor.account,
            length=number_in(request, "Upload-Length"),
            name=name_in(request.headers.get("Upload-Metadata", "")),
            at=timezone.now(),
        )
        place = request.build_absolute_uri(f"{upload.reference}/")
        body = self.get_serializer(upload).data
        return Response(body, status.HTTP_201_CREATED, headers={"Location": place} | about(upload))


class UploadView(TusView):
    parser_classes = (PieceParser,)

    def upload(self) -> PartialUpload:
        reference: uuid.UUID = self.kwargs["reference"]
        return pieces.under_way(reference, owner=self.actor.account, at=timezone.now())

    @extend_schema(parameters=[TUS], responses={200: NOTHING})
    def head(self, request: Request, reference: uuid.UUID) -> Response:
        """How much of it is safe, in `Upload-Offset`."""
        return Response(headers=about(self.upload()))

    @extend_schema(
        parameters=[TUS, AT, header("Upload-Checksum", "Algorithm, space, digest in base64.")],
        request={"application/offset+octet-stream": OpenApiTypes.BINARY},
        responses={204: NOTHING},
    )
    def patch(self, request: Request, reference: uuid.UUID) -> Response:
        """The next piece. On a broken line ask with HEAD where to go on."""
        upload = self.upload()
        upload.offset = pieces.receive(
            upload,
            cast(pieces.Stream, request.data),
            offset=number_in(request, "Upload-Offset"),
            length=number_in(request, "Content-Length"),
            checksum=checksum_in(request.headers.get("Upload-Checksum", "")),
        )
        return Response(status=status.HTTP_204_NO_CONTENT, headers=about(upload))

    @extend_schema(parameters=[TUS], responses={204: NOTHING})
    def delete(self, request: Request, reference: uuid.UUID) -> Response:
        pieces.discard(self.upload())
        return Response(status=status.HTTP_204_NO_CONTENT)


def about(upload: PartialUpload) -> dict[str, str]:
    return {
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }


def number_in(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ValidationError({name: [_("A whole number of bytes is needed here.")]})
    return int(text)


def name_in(metadata: str) -> str:
    """The file name of `Upload-Metadata`; a name that cannot be read is no reason to refuse."""
    for pair in metadata.split(","):
        key, _space, value = pair.strip().partition(" ")
        if key in ("filename", "name"):
            return decoded(value).decode(errors="replace")
    return ""


def checksum_in(text: str) -> pieces.Checksum | None:
    if not text:
        return None
    algorithm, _space, digest = text.partition(" ")
    if algorithm not in pieces.ALGORITHMS or not decoded(digest):
        known = ", ".join(pieces.ALGORITHMS)
        message = _("Give one of %(known)s and the digest in base64.") % {"known": known}
        raise ValidationError({"Upload-Checksum": [message]})
    return pieces.Checksum(algorithm, decoded(digest))


def decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        return b""
