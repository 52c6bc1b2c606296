from django.urls import re_path

from caseflow.issuing.views import ControlSlipView, ResultsView, ResultView, SlipsView, SlipView

APPLICATION = r"^applications/(?P<number>[A-Z0-9.-]+)/"
NAME = r"(?P<id>[a-z0-9-]+)/$"

urlpatterns = [
    re_path(rf"{APPLICATION}results/$", ResultsView.as_view(), name="application-results"),
    re_path(rf"{APPLICATION}results/{NAME}", ResultView.as_view(), name="application-result"),
    re_path(rf"{APPLICATION}slips/$", SlipsView.as_view(), name="application-slips"),
    re_path(rf"{APPLICATION}slips/{NAME}", SlipView.as_view(), name="application-slip"),
    re_path(
        rf"{APPLICATION}control-slip/$", ControlSlipView.as_view(), name="application-control-slip"
    ),
]
