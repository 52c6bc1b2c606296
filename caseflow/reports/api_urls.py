from django.urls import path

from caseflow.reports.views.certificates import Certificates
from caseflow.reports.views.processing import ProcessingTime
from caseflow.reports.views.quality import FilingQuality

urlpatterns = [
    path("reports/certificates/", Certificates.as_view(), name="certificates-numbers"),
    path("reports/filing-quality/", FilingQuality.as_view(), name="filing-quality-numbers"),
    path("reports/processing-time/", ProcessingTime.as_view(), name="processing-time-numbers"),
]
