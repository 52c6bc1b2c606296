from django.urls import path, re_path

from caseflow.scorecards.views import pages

app_name = "scorecards"

urlpatterns = [
    path("", pages.card, name="card"),
    path("communes/", pages.ranking, name="communes"),
    path("targets/", pages.targets_page, name="targets"),
    path("lights/", pages.lights_board, name="lights"),
    re_path(r"^lights/(?P<code>[0-9]{2,5})/$", pages.lights_of, name="lights-of"),
    path("published/", pages.published_figures, name="published"),
    path("coverage/", pages.coverage_page, name="coverage"),
]
