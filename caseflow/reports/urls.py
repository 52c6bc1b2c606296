from django.urls import path

from caseflow.reports.catalogue import REPORTS
from caseflow.reports.views import (
    certificates,
    choices,
    downloads,
    files,
    home,
    processing,
    subscriptions,
    tables,
)

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("choices/centers.json", choices.centers, name="center-choices"),
    path("choices/procedures.json", choices.procedures, name="procedure-choices"),
    path("processing-time/", processing.processing_time, name="processing-time"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/offices.csv", certificates.certificates_csv, name="certificates-csv"),
    path("processing-time/tallies.csv", downloads.tallies_csv, name="tallies-csv"),
    path("late-risk/", tables.risk_page, name="late-risk"),
    *(
        path(f"{key}/", tables.report_page, {"report": key}, name=key)
        for key in REPORTS
        if key != "late-risk"
    ),
    path("tables/<slug:report>/<slug:table>.<slug:kind>", tables.table_file, name="table-file"),
    path("files/", files.files, name="files"),
    path("files/files.<slug:kind>", files.files_file, name="files-file"),
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/stop/<str:key>/", subscriptions.stop_by_mail, name="subscription-stop"),
    *(
        path(
            f"subscriptions/<int:pk>/{deed}/",
            subscriptions.change,
            {"deed": deed},
            name=f"subscription-{deed}",
        )
        for deed in ("pause", "resume", "end")
    ),
]
