from django.urls import path

from caseflow.scorecards.views import pages

app_name = "scorecards"

urlpatterns = [
    path("", pages.card, name="card"),
    path("communes/", pages.ranking, name="communes"),
    path("targets/", pages.targets_page, name="targets"),
    path("lights/", pages.lights_board, name="lights"),
    path("lights/<str:code>/", pages.lights_of, name="lights-of"),
    path("published/", pages.published_figures, name="published"),
    path("coverage/", pages.coverage_page, name="coverage"),
]
