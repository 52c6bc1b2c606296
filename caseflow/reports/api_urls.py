from django.urls import path

from caseflow.reports.views import ProcessingTime

urlpatterns = [
    path("reports/processing-time/", ProcessingTime.as_view(), name="processing-time-numbers"),
]
