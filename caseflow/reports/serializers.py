from typing import Any

from rest_framework import serializers

from caseflow.indicators.serializers import FigureSerializer
from caseflow.reports import coverage, filing_quality
from caseflow.reports.lines import Line
from caseflow.reports.times.speeds import Speed
from caseflow.reports.times.timing import Timed


class AskedSerializer(serializers.Serializer[dict[str, Any]]):
    """What may be asked, for the API's description; `reports.forms` reads it."""

    to = serializers.DateField(required=False)
    center = serializers.CharField(required=False, help_text="Code or words of the name.")
    procedure = serializers.CharField(required=False, help_text="Code or words of the name.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": serializers.DateField(required=False), **super().get_fields()}


class SpeedSerializer(serializers.Serializer[Speed]):
    """Agency time in seconds, within one percent; null where nothing ended."""

    p50 = serializers.FloatField(source="median", allow_null=True)
    p90 = serializers.FloatField(source="nine_tenths", allow_null=True)


class LineSerializer(serializers.Serializer[Line]):
    code = serializers.CharField()
    name = serializers.CharField()
    totals = serializers.DictField(child=serializers.IntegerField())
    agency_seconds = SpeedSerializer(source="speed")
    on_time_rate = serializers.DecimalField(
        max_digits=5, decimal_places=2, allow_null=True, source="on_time.rate"
    )


class StandingSerializer(serializers.Serializer[Any]):
    open = serializers.IntegerField()
    overdue = serializers.IntegerField()


class DistributionStepSerializer(serializers.Serializer[Any]):
    up_to_seconds = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()


class QualityLineSerializer(serializers.Serializer[filing_quality.Line]):
    code = serializers.CharField()
    name = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())


class QualitySerializer(serializers.Serializer[Any]):
    results = QualityLineSerializer(many=True)


class CertificateKindSerializer(serializers.Serializer[coverage.Kind]):
    kind = serializers.CharField()
    name = serializers.CharField()
    issued = serializers.IntegerField()
    states = serializers.DictField(child=serializers.IntegerField())


class CoverageLineSerializer(serializers.Serializer[coverage.Line]):
    """Posts of the office, how many of them have a valid certificate, and its seal."""

    code = serializers.CharField()
    name = serializers.CharField()
    posts = serializers.IntegerField()
    covered = serializers.IntegerField()
    has_seal = serializers.BooleanField()


class RevocationServiceSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()
    succeeded_at = serializers.DateTimeField(allow_null=True)
    problem = serializers.CharField()


class CoverageSerializer(serializers.Serializer[coverage.Coverage]):
    kinds = CertificateKindSerializer(many=True)
    expiring_within_30_days = serializers.IntegerField(source="expiring")
    offices = CoverageLineSerializer(source="lines", many=True)
    failing_services = RevocationServiceSerializer(source="failing", many=True)


class ReportSerializer(serializers.Serializer[Timed]):
    to = serializers.DateField(source="selection.last")
    center = serializers.CharField(source="selection.center.code", default=None)
    procedure = serializers.CharField(source="selection.procedure.code", default=None)
    totals = serializers.DictField(child=serializers.IntegerField())
    now = StandingSerializer(source="standing")
    agency_seconds = SpeedSerializer(source="speed")
    distribution = DistributionStepSerializer(source="steps", many=True)
    indicators = FigureSerializer(source="figures", many=True)
    procedures = LineSerializer(many=True)
    centers = LineSerializer(many=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": serializers.DateField(source="selection.first"), **super().get_fields()}
