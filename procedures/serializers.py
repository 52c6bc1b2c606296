from rest_framework import serializers

from procedures.models import (
    ChannelTerm,
    Fee,
    ProcedureVersion,
    RequiredPaper,
    ResultType,
    Step,
)
from procedures.states import Level


class ProcedureSerializer(serializers.ModelSerializer[ProcedureVersion]):
    """A procedure as the version in force describes it."""

    code = serializers.CharField(source="procedure.code", read_only=True)
    name = serializers.CharField(source="procedure.name", read_only=True)
    name_en = serializers.CharField(source="procedure.name_en", read_only=True)
    field = serializers.CharField(source="procedure.field", read_only=True)
    levels = serializers.ListField(
        source="procedure.levels", child=serializers.ChoiceField(Level.choices), read_only=True
    )
    version = serializers.IntegerField(source="number", read_only=True)

    class Meta:
        model = ProcedureVersion
        fields = ["code", "name", "name_en", "field", "levels", "online_level", "version"]
        read_only_fields = fields


class TimeLimitSerializer(serializers.ModelSerializer[ProcedureVersion]):
    amount = serializers.IntegerField(source="limit_amount", read_only=True, allow_null=True)
    unit = serializers.CharField(source="limit_unit", read_only=True)
    cutoff = serializers.TimeField(source="limit_cutoff", read_only=True, allow_null=True)
    text = serializers.CharField(source="limit_text", read_only=True)

    class Meta:
        model = ProcedureVersion
        fields = ["amount", "unit", "cutoff", "text"]


class RequiredPaperSerializer(serializers.ModelSerializer[RequiredPaper]):
    class Meta:
        model = RequiredPaper
        fields = ["key", "name", "required", "shown_only", "originals", "copies"]


class FeeSerializer(serializers.ModelSerializer[Fee]):
    class Meta:
        model = Fee
        fields = ["channel", "amount", "unit", "note", "raw"]


class ChannelTermSerializer(serializers.ModelSerializer[ChannelTerm]):
    class Meta:
        model = ChannelTerm
        fields = ["channel", "amount", "unit"]


class StepSerializer(serializers.ModelSerializer[Step]):
    class Meta:
        model = Step
        fields = ["order", "title", "minutes", "role"]


class ResultTypeSerializer(serializers.ModelSerializer[ResultType]):
    class Meta:
        model = ResultType
        fields = ["code", "name"]


class ProcedureDetailSerializer(ProcedureSerializer):
    time_limit = TimeLimitSerializer(source="*", read_only=True)
    required_papers = RequiredPaperSerializer(many=True, read_only=True)
    fees = FeeSerializer(many=True, read_only=True)
    channels = ChannelTermSerializer(source="channel_terms", many=True, read_only=True)
    steps = StepSerializer(many=True, read_only=True)
    result_types = ResultTypeSerializer(many=True, read_only=True)

    class Meta(ProcedureSerializer.Meta):
        fields = [
            *ProcedureSerializer.Meta.fields,
            "partly_reason",
            "valid_from",
            "form_schema",
            "form_example",
            "required_papers",
            "time_limit",
            "fees",
            "channels",
            "steps",
            "result_types",
            "returns_document",
            "subjects",
            "decision",
            "source",
            "mark",
        ]
        read_only_fields = fields
