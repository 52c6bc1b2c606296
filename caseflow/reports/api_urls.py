from django.urls import path

from caseflow.reports.views import Certificates, FilingQuality, ProcessingTime

urlpatterns = [
    path("reports/certificates/", Certificates.as_view(), name="certificates-numbers"),
    path("reports/filing-quality/", FilingQuality.as_view(), name="filing-quality-numbers"),
    path("reports/processing-time/", ProcessingTime.as_view(), name="processing-time-numbers"),
]
