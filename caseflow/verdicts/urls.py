from django.urls import re_path

from caseflow.verdicts.views import PaperVerdictView

PAPER = r"^applications/(?P<number>[A-Z0-9.-]+)/documents/(?P<pk>[0-9]{1,18})/"

urlpatterns = [
    re_path(rf"{PAPER}verdict/$", PaperVerdictView.as_view(), name="application-document-verdict"),
]
