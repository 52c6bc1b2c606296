from django.urls import path, register_converter

from caseflow.publishing import views
from caseflow.publishing.periods import Period, period_of

app_name = "publishing"


class PeriodConverter:
    regex = "[0-9]{4}-(?:[0-9]{2}|Q[1-4])"

    def to_python(self, value: str) -> Period:
        return period_of(value)

    def to_url(self, value: str | Period) -> str:
        return value.code if isinstance(value, Period) else value


register_converter(PeriodConverter, "period")

urlpatterns = [
    path("", views.publications, name="publications"),
    path("prepare/<period:period>/", views.prepare, name="prepare"),
    path("<int:number>/", views.publication, name="publication"),
    path("<int:number>/correct/", views.correct, name="correct"),
]
