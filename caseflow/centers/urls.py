from django.urls import path

from caseflow.centers.views import ServiceCenterList

urlpatterns = [
    path("centers/", ServiceCenterList.as_view(), name="center-list"),
]
