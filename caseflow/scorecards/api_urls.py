from django.urls import path

from caseflow.scorecards.views import api

urlpatterns = [
    path("scorecards/decision-766/", api.CardOf766.as_view(), name="scorecards-766"),
    path("scorecards/communes/", api.Communes.as_view(), name="scorecards-communes"),
    path("scorecards/targets/", api.Targets.as_view(), name="scorecards-targets"),
    path("scorecards/lights/", api.Lights.as_view(), name="scorecards-lights"),
    path("scorecards/published/", api.Published.as_view(), name="scorecards-published"),
    path("scorecards/coverage/", api.CoverageOfProvince.as_view(), name="scorecards-coverage"),
]
