from typing import Any

from rest_framework import serializers

from caseflow.applications.deadlines import DueKind, effect_of, reason_of
from caseflow.applications.states import Clock
from caseflow.centers.working_time import Effect, Step


class ExplanationSerializer(serializers.Serializer[Step]):
    """What one day did to the count, in the language of the answer."""

    date = serializers.DateField()
    effect = serializers.ChoiceField([effect.value for effect in Effect])
    effect_name = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    source = serializers.CharField()  # type: ignore[assignment]  # the name is the contract's

    def get_effect_name(self, step: Step) -> str:
        return effect_of(step)

    def get_reason(self, step: Step) -> str:
        return reason_of(step)


class DeadlineSerializer(serializers.Serializer[Any]):
    due_at = serializers.DateTimeField(allow_null=True)
    provisional = serializers.BooleanField(source="is_provisional")
    explanation = ExplanationSerializer(source="steps", many=True)


class DueSerializer(DeadlineSerializer):
    """One clock of a file: since when it runs, until when, and when the deed came it waits for."""

    clock = serializers.ChoiceField(DueKind.choices, source="kind")
    name = serializers.CharField(source="kind.label")
    since = serializers.DateTimeField()
    met_at = serializers.DateTimeField(allow_null=True)
    late = serializers.BooleanField(source="is_late")
    law = serializers.CharField()


class SpentSerializer(serializers.Serializer[Any]):
    clock = serializers.ChoiceField(Clock.choices)
    name = serializers.CharField()
    elapsed_seconds = serializers.IntegerField()
    working_seconds = serializers.IntegerField()


class TimingSerializer(DeadlineSerializer):
    """The settlement, every clock of the file, and whose time passed since filing."""

    clocks = DueSerializer(many=True)
    time_spent = SpentSerializer(many=True)


class DeadlineQuestionSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField(required=False)
    center = serializers.CharField(max_length=35)


def nothing_due() -> dict[str, Any]:
    return {"due_at": None, "is_provisional": False, "steps": ()}
