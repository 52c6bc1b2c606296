from django.urls import path

from caseflow.reports.views import FilingQuality, ProcessingTime

urlpatterns = [
    path("reports/filing-quality/", FilingQuality.as_view(), name="filing-quality-numbers"),
    path("reports/processing-time/", ProcessingTime.as_view(), name="processing-time-numbers"),
]
