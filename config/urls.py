from django.contrib import admin
from django.urls import include, path, re_path

from config.docs import docs, schema
from config.errors import UnknownAddress
from config.health import health

urlpatterns = [
    # Tried in this order: what is asked most comes first.
    path("api/v1/", include("caseflow.applications.urls")),
    path("health/", health, name="health"),
    path("api/schema/", schema, name="schema"),
    path("api/docs/", docs, name="docs"),
    path("admin/", admin.site.urls),
    path("reports/", include("caseflow.reports.urls")),
    path("scorecards/", include("caseflow.scorecards.urls")),
    path("publications/", include("caseflow.publishing.urls")),
    path("reports/event-logs/", include("caseflow.eventlogs.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("caseflow.accounts.urls")),
    path("api/v1/", include("caseflow.centers.urls")),
    path("api/v1/", include("caseflow.indicators.urls")),
    path("api/v1/", include("caseflow.issuing.urls")),
    path("api/v1/", include("caseflow.notices.urls")),
    path("api/v1/", include("caseflow.payments.urls")),
    path("api/v1/", include("caseflow.reports.api_urls")),
    path("api/v1/", include("caseflow.scorecards.api_urls")),
    path("api/v1/", include("caseflow.sealing.urls")),
    path("api/v1/", include("caseflow.verdicts.urls")),
    path("api/v1/", include("citizens.urls")),
    path("api/v1/", include("procedures.urls")),
    path("api/v1/", include("signatures.urls")),
    re_path(r"^api/.*/$", UnknownAddress.as_view()),
    path("sandbox-gateway/", include("caseflow.payments.sandbox_urls")),
    path("", include("caseflow.portal.urls")),
]
