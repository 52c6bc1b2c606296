from django.urls import path

from caseflow.payments.views.api import NoticeView, PaymentsView, ProposalView, StartView

urlpatterns = [
    path("applications/<number:number>/payments/", PaymentsView.as_view(), name="payments"),
    path("applications/<number:number>/fees/", ProposalView.as_view(), name="application-fees"),
    path("payments/notice/", NoticeView.as_view(), name="payment-notice"),
    path("payments/<str:number>/start/", StartView.as_view(), name="payment-start"),
]
