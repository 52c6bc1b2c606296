from django.urls import path

from caseflow.reports import views

app_name = "reports"

urlpatterns = [
    path("processing-time/", views.processing_time, name="processing-time"),
    path("filing-quality/", views.filing_quality, name="filing-quality"),
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/offices.csv", views.certificates_csv, name="certificates-csv"),
    path("processing-time/tallies.csv", views.tallies_csv, name="tallies-csv"),
    path("processing-time/overdue.csv", views.overdue_csv, name="overdue-csv"),
]
