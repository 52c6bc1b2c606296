from django.urls import path

from caseflow.payments.views import sandbox

urlpatterns = [
    path("", sandbox.page, name="sandbox-gateway"),
    path("statement.csv", sandbox.statement, name="sandbox-statement"),
]
