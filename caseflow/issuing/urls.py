from django.urls import path, re_path

from caseflow.issuing.signing_orders import views as signing
from caseflow.issuing.views import (
    ControlSlipView,
    DeliveriesView,
    ResultsView,
    ResultView,
    ScansView,
    ScanView,
    SlipsView,
    SlipView,
)

APPLICATION = r"^applications/(?P<number>[A-Z0-9.-]+)/"
NAME = r"(?P<id>[a-z0-9-]+)/$"

urlpatterns = [
    re_path(rf"{APPLICATION}results/$", ResultsView.as_view(), name="application-results"),
    re_path(rf"{APPLICATION}results/{NAME}", ResultView.as_view(), name="application-result"),
    re_path(rf"{APPLICATION}deliveries/$", DeliveriesView.as_view(), name="application-deliveries"),
    re_path(rf"{APPLICATION}slips/$", SlipsView.as_view(), name="application-slips"),
    re_path(rf"{APPLICATION}slips/{NAME}", SlipView.as_view(), name="application-slip"),
    re_path(
        rf"{APPLICATION}control-slip/$", ControlSlipView.as_view(), name="application-control-slip"
    ),
    re_path(rf"{APPLICATION}scans/$", ScansView.as_view(), name="application-scans"),
    re_path(
        rf"{APPLICATION}scans/(?P<pk>[0-9]{{1,18}})/$", ScanView.as_view(), name="application-scan"
    ),
    path("signing-orders/", signing.InboxView.as_view(), name="signing-orders"),
    path(
        "signing-orders/<uuid:reference>/", signing.SigningOrderView.as_view(), name="signing-order"
    ),
    path(
        "signing-orders/<uuid:reference>/document/",
        signing.OrderDocumentView.as_view(),
        name="signing-order-document",
    ),
    path(
        "signing-orders/<uuid:reference>/prepare/",
        signing.PrepareView.as_view(),
        name="prepare-order",
    ),
    path(
        "signing-orders/<uuid:reference>/complete/",
        signing.CompleteView.as_view(),
        name="complete-order",
    ),
    path(
        "signing-orders/<uuid:reference>/refuse/", signing.RefuseView.as_view(), name="refuse-order"
    ),
]
