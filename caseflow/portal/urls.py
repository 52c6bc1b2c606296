from django.urls import include, path, re_path

from caseflow.portal import views
from caseflow.portal.checking import views as checking
from caseflow.portal.rating import views as rating

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("check/", include("caseflow.portal.checking.urls")),
    path("figures/", include("caseflow.portal.figures.urls")),
    path("help/", include("caseflow.portal.helping.urls")),
    path("mine/", include("caseflow.portal.mine.urls")),
    path("procedures/", views.procedures, name="procedures"),
    re_path(r"^procedures/(?P<code>[0-9]\.[0-9]{6})/$", views.procedure, name="procedure"),
    path("payments/", include("caseflow.portal.payments.urls")),
    path("rating/", rating.with_key, name="rating"),
    path("seals/", checking.seals, name="seals"),
    path("tracking/", views.tracking, name="tracking"),
    path("verify/", views.verify, name="verify"),
]
