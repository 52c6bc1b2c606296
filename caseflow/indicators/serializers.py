from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from caseflow.indicators.days import ASKABLE
from caseflow.indicators.definitions import Figure, Shares
from caseflow.indicators.scopes import Scope, UnknownUnit, scope_of


class PeriodSerializer(serializers.Serializer[dict[str, Any]]):
    """A period named `from` and `to`, both days included."""

    to = serializers.DateField(validators=ASKABLE)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # "from" is a word of the language and cannot name an attribute.
        return {"from": serializers.DateField(validators=ASKABLE), **super().get_fields()}

    def validate(self, attrs: dict[str, date]) -> dict[str, date]:
        if attrs["to"] < attrs["from"]:
            raise serializers.ValidationError({"to": [_("The period ends before it begins.")]})
        return attrs


class QuestionSerializer(PeriodSerializer):
    unit = serializers.CharField(max_length=35)

    def validate_unit(self, code: str) -> Scope:
        try:
            return scope_of(code)
        except UnknownUnit:
            message = _("No province, commune or centre has this code.")
            raise serializers.ValidationError(message) from None


class FigureSerializer(serializers.Serializer[Figure]):
    key = serializers.CharField(source="definition.key")
    name = serializers.CharField(source="definition.name")
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()
    rate = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    definition = serializers.CharField(source="definition.definition")
    formula_source = serializers.CharField(source="definition.source")


class SharesSerializer(serializers.Serializer[Shares]):
    """Files that others received, by the day on which this office's part ended."""

    decided = serializers.IntegerField()
    returned = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer[Any]):
    results = FigureSerializer(many=True)
    for_others = SharesSerializer()
