from django.urls import path

from caseflow.accounts.views import TokenView

urlpatterns = [path("auth/token/", TokenView.as_view(), name="token")]
