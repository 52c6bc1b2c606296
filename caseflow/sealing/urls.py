from datetime import date

from django.urls import path, register_converter

from caseflow.sealing.views import EvidenceView, SealsView, SealView


class DayConverter:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path(
        "applications/<number:number>/evidence/",
        EvidenceView.as_view(),
        name="application-evidence",
    ),
    path("seals/", SealsView.as_view(), name="seals"),
    path("seals/<day:day>/", SealView.as_view(), name="seal"),
]
