from django.urls import path

from caseflow.reports.views import certificates, downloads, home, processing, quality

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("processing-time/", processing.processing_time, name="processing-time"),
    path("filing-quality/", quality.filing_quality, name="filing-quality"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/offices.csv", certificates.certificates_csv, name="certificates-csv"),
    path("processing-time/tallies.csv", downloads.tallies_csv, name="tallies-csv"),
    path("processing-time/overdue.csv", downloads.overdue_csv, name="overdue-csv"),
]
