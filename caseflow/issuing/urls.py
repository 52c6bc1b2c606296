from django.urls import path

from caseflow.issuing.views import ResultsView, ResultView

urlpatterns = [
    path("applications/<str:number>/results/", ResultsView.as_view(), name="application-results"),
    path(
        "applications/<str:number>/results/<str:id>/",
        ResultView.as_view(),
        name="application-result",
    ),
]
