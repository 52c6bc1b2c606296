from django.urls import path, re_path

from procedures.views import FeesView, ProcedureDetail, ProcedureList

urlpatterns = [
    path("procedures/", ProcedureList.as_view(), name="procedure-list"),
    re_path(
        r"^procedures/(?P<code>[0-9]\.[0-9]{6})/$",
        ProcedureDetail.as_view(),
        name="procedure-detail",
    ),
    re_path(
        r"^procedures/(?P<code>[0-9]\.[0-9]{6})/fees/$", FeesView.as_view(), name="procedure-fees"
    ),
]
