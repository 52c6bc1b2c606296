import django_filters
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from caseflow.centers.models import ServiceCenter
from caseflow.centers.querysets import AgencyQuerySet


class ServiceCenterFilter(django_filters.FilterSet):
    province = django_filters.CharFilter(
        method="of_province",
        validators=[RegexValidator(r"^\d{2}$", _("A province code has two digits."))],
    )
    search = django_filters.CharFilter(method="matching", max_length=100)

    class Meta:
        model = ServiceCenter
        fields: list[str] = []

    def of_province(self, centers: AgencyQuerySet, name: str, code: str) -> AgencyQuerySet:
        return centers.of_province(code)

    def matching(self, centers: AgencyQuerySet, name: str, words: str) -> AgencyQuerySet:
        return centers.matching(words)
