from django.urls import path

from signatures.views import VerifyView

app_name = "signatures"
urlpatterns = [path("signatures/verify/", VerifyView.as_view(), name="verify")]
