from django.contrib import admin
from django.urls import include, path

from config.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("caseflow.accounts.urls")),
    path("api/v1/", include("caseflow.applications.urls")),
    path("api/v1/", include("caseflow.centers.urls")),
    path("api/v1/", include("caseflow.indicators.urls")),
    path("api/v1/", include("procedures.urls")),
    path("api/v1/", include("signatures.urls")),
]
