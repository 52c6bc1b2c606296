import django_filters
from django.utils.translation import gettext_lazy as _

from procedures.models import Procedure, ProcedureVersion
from procedures.querysets import ProcedureVersionQuerySet
from procedures.states import Level, OnlineLevel


class InForceFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(
        method="matching",
        max_length=100,
        help_text=_("Words of the name, the field or the code, with or without accents."),
    )
    field = django_filters.CharFilter(
        field_name="procedure__field", lookup_expr="iexact", max_length=300
    )
    online_level = django_filters.ChoiceFilter(choices=OnlineLevel.choices)
    level = django_filters.ChoiceFilter(choices=Level.choices, method="carried_out_at")

    class Meta:
        model = ProcedureVersion
        fields: list[str] = []

    def matching(
        self, versions: ProcedureVersionQuerySet, name: str, words: str
    ) -> ProcedureVersionQuerySet:
        found = versions.filter(procedure__in=Procedure.objects.matching(words))
        return found.with_place(words)

    def carried_out_at(
        self, versions: ProcedureVersionQuerySet, name: str, level: str
    ) -> ProcedureVersionQuerySet:
        return versions.filter(procedure__in=Procedure.objects.carried_out_at(level))
