from django.urls import re_path

from caseflow.issuing.views import ResultsView, ResultView

RESULTS = r"^applications/(?P<number>[A-Z0-9.-]+)/results/"

urlpatterns = [
    re_path(rf"{RESULTS}$", ResultsView.as_view(), name="application-results"),
    re_path(rf"{RESULTS}(?P<id>[a-z0-9-]+)/$", ResultView.as_view(), name="application-result"),
]
