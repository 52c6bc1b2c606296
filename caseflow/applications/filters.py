import django_filters

from caseflow.applications.models import Application
from caseflow.applications.states import State


class ApplicationFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=State.choices)
    procedure = django_filters.CharFilter("procedure__code")
    filed_from = django_filters.IsoDateTimeFilter("filed_at", "gte")
    filed_to = django_filters.IsoDateTimeFilter("filed_at", "lt")

    class Meta:
        model = Application
        fields = ["state", "procedure"]
