from django.urls import path, register_converter
from django.urls.converters import StringConverter
from rest_framework.routers import SimpleRouter

from caseflow.applications.serializers.deeds import INPUTS
from caseflow.applications.states import Verb
from caseflow.applications.views.cases import (
    ApplicationViewSet,
    EventsView,
    ReadingsView,
    VerbView,
)
from caseflow.applications.views.consultations import AnswerView, ConsultationsView
from caseflow.applications.views.deadlines import CaseDeadlineView, DeadlineView
from caseflow.applications.views.drafts import DraftDocumentsView, DraftViewSet
from caseflow.applications.views.helping import (
    HelperCodeRefusalView,
    HelperCodesView,
    HelperSessionEndView,
    HelperSessionOpenView,
    HelperSessionsView,
    HelperSessionView,
)
from caseflow.applications.views.papers import DocumentsView, DocumentView
from caseflow.applications.views.public import TrackedRatingView, TrackingView
from caseflow.applications.views.turning_away import RefusalsView
from caseflow.applications.views.uploads import UploadsView, UploadView


class NumberConverter(StringConverter):
    regex = "[A-Z0-9.-]{1,60}"


register_converter(NumberConverter, "number")

#: Verbs whose door differs from the others'.
VIEWS: dict[Verb, type[VerbView]] = {Verb.ANSWER_CONSULTATION: AnswerView}

router = SimpleRouter()
router.register("applications", ApplicationViewSet, basename="application")
router.register("drafts", DraftViewSet, basename="draft")

urlpatterns = [
    *router.urls,
    path("procedures/<str:code>/deadline/", DeadlineView.as_view(), name="deadline"),
    path("tracking/<number:number>/", TrackingView.as_view(), name="tracking"),
    path("tracking/<number:number>/rating/", TrackedRatingView.as_view(), name="tracked-rating"),
    path("applications/<number:number>/events/", EventsView.as_view(), name="application-events"),
    path(
        "applications/<number:number>/deadline/",
        CaseDeadlineView.as_view(),
        name="application-deadline",
    ),
    path(
        "applications/<number:number>/readings/",
        ReadingsView.as_view(),
        name="application-readings",
    ),
    path(
        "applications/<number:number>/documents/",
        DocumentsView.as_view(),
        name="application-documents",
    ),
    path(
        "applications/<number:number>/documents/<int:pk>/",
        DocumentView.as_view(),
        name="application-document",
    ),
    path(
        "drafts/<uuid:reference>/documents/", DraftDocumentsView.as_view(), name="draft-documents"
    ),
    path("uploads/", UploadsView.as_view(), name="uploads"),
    path("uploads/<uuid:reference>/", UploadView.as_view(), name="upload"),
    path("consultations/", ConsultationsView.as_view(), name="consultations"),
    path("refusals/", RefusalsView.as_view(), name="refusals"),
    path("helper-sessions/", HelperSessionsView.as_view(), name="helper-sessions"),
    path("helper-sessions/<uuid:reference>/", HelperSessionView.as_view(), name="helper-session"),
    path(
        "helper-sessions/<uuid:reference>/open/",
        HelperSessionOpenView.as_view(),
        name="helper-session-open",
    ),
    path(
        "helper-sessions/<uuid:reference>/end/",
        HelperSessionEndView.as_view(),
        name="helper-session-end",
    ),
    path("helper-codes/", HelperCodesView.as_view(), name="helper-codes"),
    path(
        "helper-codes/<uuid:reference>/refuse/",
        HelperCodeRefusalView.as_view(),
        name="helper-code-refusal",
    ),
    *[
        path(
            f"applications/<number:number>/{verb}/",
            VIEWS.get(verb, VerbView).as_view(verb=verb, serializer_class=serializer),
            name=f"application-{verb}",
        )
        for verb, serializer in INPUTS.items()
    ],
]
