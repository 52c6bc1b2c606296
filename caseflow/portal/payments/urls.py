from django.urls import path

from caseflow.portal.payments import views

urlpatterns = [
    path("", views.payments, name="payments"),
    path("start/", views.start, name="payment-start"),
    path("return/", views.returned, name="payment-return"),
]
