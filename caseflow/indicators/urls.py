from django.urls import path

from caseflow.indicators.views import IndicatorList

urlpatterns = [
    path("indicators/", IndicatorList.as_view(), name="indicator-list"),
]
