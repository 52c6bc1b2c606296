from django.urls import path, re_path

from caseflow.portal.mine.views import files, notices, papers
from caseflow.portal.rating import views as rating

CASE = r"^files/(?P<number>[A-Z0-9.-]{1,60})/"
NAME = r"(?P<name>[A-Za-z0-9-]{1,20})/$"

urlpatterns = [
    path("", files.files, name="mine"),
    re_path(rf"{CASE}$", files.file, name="my-file"),
    re_path(rf"{CASE}dates/$", files.dates, name="my-file-dates"),
    re_path(rf"{CASE}rating/$", rating.own, name="my-file-rating"),
    re_path(rf"{CASE}slips/{NAME}", papers.slip, name="my-slip"),
    re_path(rf"{CASE}results/{NAME}", papers.result, name="my-result"),
    path("documents/", papers.documents, name="my-documents"),
    path("documents/<int:key>/", papers.document, name="my-document"),
    path("notices/", notices.notices, name="my-notices"),
    path("notices/browsers/", notices.browsers, name="my-browsers"),
    path("notices/browsers/forget/", notices.forget_browser, name="my-browser-forgotten"),
    path("worker.js", notices.worker, name="my-worker"),
]
