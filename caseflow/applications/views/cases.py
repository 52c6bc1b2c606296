from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from caseflow.applications import evidence, filing, lifecycle, reading
from caseflow.applications.actors import Actor
from caseflow.applications.filters import ApplicationFilter
from caseflow.applications.helping import HelpRefused
from caseflow.applications.models import Application, Draft, Event, Reading
from caseflow.applications.permissions import handles, may, may_file, why_not
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.refusals import FilingRefused
from caseflow.applications.serializers.cases import (
    ApplicationLineSerializer,
    ApplicationSerializer,
    EventSerializer,
    EventsSerializer,
    ReadingSerializer,
    ReadingsSerializer,
)
from caseflow.applications.serializers.deeds import NothingSerializer
from caseflow.applications.serializers.filing import FiledSerializer, FilingSerializer
from caseflow.applications.states import Door, Verb
from caseflow.applications.views.pages import NewestFirst
from caseflow.centers import counter_devices
from caseflow.throttling import WindowThrottle

#: The newest of those who read a file.
MOST_READINGS = 200
KEY_HEADER = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Makes a repeated filing harmless: the same key and body answer 200.",
)


class ActorMixin(APIView):
    @cached_property
    def actor(self) -> Actor:
        """With the people a citizen may act for; a filing asks `sender` and saves the query."""
        return self.sender.acting_on(timezone.localdate())

    @cached_property
    def sender(self) -> Actor:
        return Actor.of(self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        return {"actor": self.actor}


class FilingThrottle(WindowThrottle):
    def allow_request(self, request: Request, view: APIView) -> bool:
        return request.method != "POST" or super().allow_request(request, view)


def submission_in(request: Request, draft: Draft | None = None) -> filing.Submission:
    body = FilingSerializer.read(draft.body if draft else request.data)
    applicant = filing.Applicant(**body.pop("applicant"))
    return filing.Submission(applicant=applicant, draft=draft, device=device_in(request), **body)


def device_in(request: Request) -> int | None:
    return counter_devices.named_by(request.COOKIES.get(counter_devices.COOKIE, ""))


def key_in(request: Request) -> filing.Key | None:
    text = request.headers.get("Idempotency-Key", "")
    if len(text) > 100:
        raise ValidationError({"Idempotency-Key": ["At most 100 characters."]})
    body = evidence.digest(evidence.canonical(request.data))
    if session := session_in(request):
        return filing.Key(f"help {session}", body, session)
    return filing.Key(text, body) if text else None


def session_in(request: Request) -> UUID | None:
    """What is no session at all is named by the serializer."""
    said = request.data.get("helper_session") if isinstance(request.data, dict) else None
    try:
        return UUID(said) if isinstance(said, str) else None
    except ValueError:
        return None


class ApplicationViewSet(
    ActorMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Application]
):
    """A citizen's own files; an office's files; all of them for who supervises."""

    queryset = Application.objects.all()
    lookup_field = "number"
    lookup_value_regex = "[A-Z0-9.-]+"
    pagination_class = NewestFirst
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ApplicationFilter
    throttle_classes = (FilingThrottle,)
    throttle_scope = "filing"

    def get_queryset(self) -> QuerySet[Application]:
        everything: QuerySet[Application] = Application.objects.all()
        # A list is scoped page by page, from the indexes of the office.
        if self.action == "list":
            return everything
        visible: QuerySet[Application] = Application.objects.visible_to(self.actor).for_display()
        return visible

    def get_serializer_class(self) -> Any:
        return ApplicationLineSerializer if self.action == "list" else ApplicationSerializer

    def get_object(self) -> Application:
        case: Application = super().get_object()
        if handles(self.actor, case):
            reading.note(case, actor=self.actor, door=Door.API, at=timezone.now())
        return case

    @extend_schema(
        parameters=[KEY_HEADER],
        request=FilingSerializer,
        responses={201: FiledSerializer, 200: FiledSerializer},
    )
    def create(self, request: Request) -> Response:
        actor, key, at = self.sender, key_in(request), timezone.now()
        refuse_to_file_unless(actor)
        try:
            case = filing.file(submission_in(request), actor=actor, at=at, key=key)
        except (ValidationError, FilingRefused, HelpRefused):
            # A key that was used outranks what is wrong now; most keys are new, so ask only here.
            earlier = key and filing.filed_before(key, user_id=actor.user_id)
            if not earlier:
                raise
            case = earlier
        # The same request may have come before and been answered with this case.
        is_new = case.filed_at == at
        return Response(FiledSerializer.shown(case), 201 if is_new else 200)


def refuse_to_file_unless(actor: Actor) -> None:
    if not may_file(actor):
        raise PermissionDenied


class CaseView(ActorMixin, GenericAPIView[Any]):
    """What hangs on one application; 404 for whoever may not see it."""

    def case(self) -> Application:
        return self.found_in(Application.objects.for_display())

    def found_in(self, cases: ApplicationQuerySet) -> Application:
        visible = cases.visible_to(self.actor)
        case: Application = get_object_or_404(visible, number=self.kwargs["number"])
        return case

    def handled_case(self) -> Application:
        """Papers are for the owner and the offices that handle the case."""
        case = self.case()
        if not handles(self.actor, case):
            raise PermissionDenied
        return case


class EventsView(CaseView):
    queryset = Event.objects.none()
    serializer_class = EventSerializer
    pagination_class = None
    in_full = False

    @extend_schema(operation_id="applications_events_list", responses=EventsSerializer)
    def get(self, request: Request, number: str) -> Response:
        case = self.case()
        events = Event.objects.of(case).select_related("statement")
        self.in_full = handles(self.actor, case)
        return Response({"results": self.get_serializer(events, many=True).data})

    def get_serializer_context(self) -> dict[str, Any]:
        return super().get_serializer_context() | {"in_full": self.in_full}


class ReadingsView(CaseView):
    """Which offices opened the file; the owner may know, and who handles it."""

    queryset = Reading.objects.none()
    serializer_class = ReadingSerializer
    pagination_class = None

    @extend_schema(operation_id="applications_readings_list", responses=ReadingsSerializer)
    def get(self, request: Request, number: str) -> Response:
        readings = reading.readings_of(self.handled_case())[:MOST_READINGS]
        return Response({"results": self.get_serializer(readings, many=True).data})


class VerbView(CaseView):
    """`POST applications/{number}/{verb}/`: one deed, the same call as from every other door."""

    verb: Verb = Verb.NOTE
    serializer_class = NothingSerializer

    @extend_schema(responses=ApplicationSerializer)
    def post(self, request: Request, number: str) -> Response:
        # Rights follow from the case's own columns.
        case, at = self.found_in(Application.objects.defer("form")), timezone.now()
        if not may(self.actor, self.verb, case):
            raise PermissionDenied(why_not(self.actor, self.verb, case) or None)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        lifecycle.VERBS[self.verb](case.pk, actor=self.actor, at=at, **body.validated_data)
        return Response(self.outcome())

    def outcome(self) -> Any:
        return ApplicationSerializer(self.case(), context={"actor": self.actor}).data
