import hmac

from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.accounts.models import Role
from caseflow.applications import deadlines, lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.refusals import possible_verbs
from caseflow.applications.serializers.deeds import RatingSerializer
from caseflow.applications.serializers.public import TrackingSerializer
from caseflow.applications.states import Verb
from caseflow.throttling import WindowThrottle

KEY = OpenApiParameter("Tracking-Key", OpenApiTypes.STR, OpenApiParameter.HEADER)
#: Whoever was given the key; no account stands behind it.
WITH_THE_KEY = Actor(user_id=None, role=Role.CITIZEN)


def tracked(number: str, key: str) -> Application | None:
    """The case if the key is its own; number and key are compared in constant time."""
    case = Application.objects.for_display().defer("form").filter(number=number).first()
    expected = case.tracking_key if case else "?" * 16
    return case if hmac.compare_digest(expected.encode(), key.encode()) else None


class TrackingView(APIView):
    """Where a file stands, for whoever holds its number and key; nothing personal."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (WindowThrottle,)
    throttle_scope = "tracking"

    @extend_schema(
        parameters=[KEY],
        responses=TrackingSerializer,
    )
    def get(self, request: Request, number: str) -> Response:
        case = tracked(number, request.headers.get("Tracking-Key", ""))
        if case is None:
            raise Http404
        return Response(TrackingSerializer(shown(case)).data)


def shown(case: Application) -> Application:
    """With what the page and the answer tell beside the row."""
    case.steps = Event.objects.of(case).steps()  # type: ignore[attr-defined]
    case.clocks = deadlines.public_dues_of(case, at=timezone.now())  # type: ignore[attr-defined]
    case.may_rate = may_rate(case)  # type: ignore[attr-defined]
    return case


def may_rate(case: Application) -> bool:
    return bool(possible_verbs(case, [Verb.RATE]))


class TrackedRatingView(APIView):
    """A rating by whoever holds number and key; nobody is named with it."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (WindowThrottle,)
    throttle_scope = "tracking"
    serializer_class = RatingSerializer

    @extend_schema(parameters=[KEY], request=RatingSerializer, responses=TrackingSerializer)
    def post(self, request: Request, number: str) -> Response:
        case = tracked(number, request.headers.get("Tracking-Key", ""))
        if case is None:
            raise Http404
        sent = RatingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        lifecycle.rate(case.pk, actor=WITH_THE_KEY, at=timezone.now(), **sent.validated_data)
        found = Application.objects.for_display().defer("form").get(pk=case.pk)
        return Response(TrackingSerializer(shown(found)).data)
