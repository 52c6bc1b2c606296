from typing import Any

from rest_framework import serializers

from procedures.fees import MOST_UNITS
from procedures.models import (
    ChannelTerm,
    Fee,
    FeeExemption,
    ProcedureVersion,
    RequiredPaper,
    ResultType,
    Step,
)
from procedures.states import Channel, Level


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
        fields = ["key", "name", "required", "shown_only", "originals", "copies", "result_type"]


class FeeSerializer(serializers.ModelSerializer[Fee]):
    class Meta:
        model = Fee
        fields = [
            *("id", "name", "channel", "amount", "unit"),
            *("further_from", "further_amount", "most", "note", "raw"),
        ]


class FeeExemptionSerializer(serializers.ModelSerializer[FeeExemption]):
    class Meta:
        model = FeeExemption
        fields = [
            *("key", "name", "name_en", "channel", "percent"),
            *("proof", "starts_on", "ends_on", "source"),
        ]


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
        fields = ["code", "name", "name_en", "kind"]


class ProcedureDetailSerializer(ProcedureSerializer):
    time_limit = TimeLimitSerializer(source="*", read_only=True)
    required_papers = RequiredPaperSerializer(many=True, read_only=True)
    fees = FeeSerializer(many=True, read_only=True)
    exemptions = FeeExemptionSerializer(many=True, read_only=True)
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
            "exemptions",
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


class FeeQuestionSerializer(serializers.Serializer[Any]):
    """What a quote depends on, as query parameters."""

    channel = serializers.ChoiceField(Channel.choices, required=False, default=Channel.ONLINE)
    quantity = serializers.IntegerField(
        min_value=1, max_value=MOST_UNITS, required=False, default=1, help_text="units in one copy"
    )
    copies = serializers.IntegerField(min_value=1, max_value=MOST_UNITS, required=False, default=1)
    exemption = serializers.ListField(
        child=serializers.SlugField(max_length=60), required=False, default=list, max_length=20
    )
    fee = serializers.ListField(
        child=serializers.IntegerField(),
        required=False,
        default=list,
        max_length=20,
        help_text="which of several fees, by their ids",
    )


class FeeLineSerializer(serializers.Serializer[Any]):
    fee = serializers.IntegerField()
    name = serializers.CharField()
    unit = serializers.CharField()
    unit_amount = serializers.IntegerField(allow_null=True, help_text="đồng")
    quantity = serializers.IntegerField()
    copies = serializers.IntegerField()
    full = serializers.IntegerField(allow_null=True, help_text="before the exemption, đồng")
    amount = serializers.IntegerField(allow_null=True, help_text="to pay, đồng; null: not fixed")
    note = serializers.CharField()
    exemption = serializers.CharField()
    exemption_name = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # the law it rests on


class QuoteSerializer(serializers.Serializer[Any]):
    """Several lines without a total are alternatives, of which the office chooses."""

    lines = FeeLineSerializer(many=True)
    is_certain = serializers.BooleanField()
    total = serializers.IntegerField(allow_null=True, help_text="đồng; null: not fixed")
