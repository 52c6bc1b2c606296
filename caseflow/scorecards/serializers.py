"""What the API tells of scorecards; the shapes of `cards`, `targets`, `lights` and the others."""

from typing import Any

from rest_framework import serializers

from caseflow.indicators.serializers import FigureSerializer
from caseflow.scorecards.cards import Block, Card, Line
from caseflow.scorecards.communes import Ranked
from caseflow.scorecards.coverage import Coverage, Share
from caseflow.scorecards.lights import Board, Mark, Row
from caseflow.scorecards.published import Printed, Topic
from caseflow.scorecards.targets import Progress


class PointsField(serializers.DecimalField):
    """Points or a percentage, as text with two decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **options)


class AskedSerializer(serializers.Serializer[dict[str, Any]]):
    """What may be asked, for the API's description; `views.asking` reads it."""

    unit = serializers.CharField(required=False, help_text="Code of a province, commune or centre.")
    period = serializers.CharField(required=False, help_text="2026, 2026-Q3 or 2026-09.")


class AskedRankingSerializer(AskedSerializer):
    by = serializers.CharField(required=False, help_text="Key of a figure; else the points.")


class AskedDaySerializer(serializers.Serializer[dict[str, Any]]):
    day = serializers.DateField(required=False)


class IndicatorPointsSerializer(serializers.Serializer[Line]):
    indicator = serializers.CharField(source="rule.indicator")
    name = serializers.CharField(source="rule.title")
    most = PointsField(source="rule.most")
    threshold = PointsField(source="rule.threshold", allow_null=True)
    reached = PointsField(allow_null=True)
    lost = PointsField(allow_null=True)
    figure = FigureSerializer(allow_null=True)
    points_source = serializers.CharField(source="rule.source")


class PointsSerializer(serializers.Serializer[Any]):
    most = PointsField()
    reached = PointsField()
    lost = PointsField()
    open = PointsField()


class GroupPointsSerializer(serializers.Serializer[Block]):
    group = serializers.CharField()
    name = serializers.CharField(source="group.label")
    sums = PointsSerializer()
    indicators = IndicatorPointsSerializer(source="lines", many=True)


class ScorecardSerializer(serializers.Serializer[Card]):
    """Reached, lost and open points are the most there are; bands without and with the open."""

    rules_of = serializers.IntegerField(source="year")
    sums = PointsSerializer()
    band_at_least = serializers.CharField(source="at_least.title", default=None)
    band_at_most = serializers.CharField(source="at_most.title", default=None)
    groups = GroupPointsSerializer(source="blocks", many=True)


class RankedSerializer(serializers.Serializer[Ranked]):
    rank = serializers.IntegerField(help_text="0: nothing to be ranked by.")
    unit = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    sums = PointsSerializer(source="card.sums")
    figure = FigureSerializer(allow_null=True)


class RankingSerializer(serializers.Serializer[Any]):
    results = RankedSerializer(many=True)


class MonthRateSerializer(serializers.Serializer[Any]):
    month = serializers.CharField(source="month.code")
    rate = PointsField(allow_null=True)


class ReductionSerializer(serializers.Serializer[Any]):
    percent = PointsField(allow_null=True)
    low = PointsField(allow_null=True)
    high = PointsField(allow_null=True)
    files_before = serializers.IntegerField()
    files_after = serializers.IntegerField()


class ProgressSerializer(serializers.Serializer[Progress]):
    unit = serializers.CharField(source="target.unit.code")
    key = serializers.CharField(source="target.key")
    name = serializers.CharField()
    target = PointsField(source="target.value")
    due_on = serializers.DateField(source="target.due_on")
    reached = PointsField(allow_null=True)
    missing = PointsField(allow_null=True)
    figure = FigureSerializer(allow_null=True)
    reduction = ReductionSerializer(allow_null=True)
    trend = MonthRateSerializer(many=True)
    target_source = serializers.CharField(source="target.source")


class TargetsSerializer(serializers.Serializer[Any]):
    results = ProgressSerializer(many=True)


class CriterionFindingSerializer(serializers.Serializer[Mark]):
    criterion = serializers.IntegerField(source="criterion.number")
    name = serializers.CharField(source="criterion.title")
    finding = serializers.CharField()
    figure = FigureSerializer(allow_null=True)
    found_on = serializers.DateField(source="assessment.day", default=None)
    evidence = serializers.CharField(source="assessment.evidence", default="")


class LightOfUnitSerializer(serializers.Serializer[Row]):
    unit = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    light = serializers.CharField()
    met = serializers.IntegerField()
    applicable = serializers.IntegerField()
    criteria = CriterionFindingSerializer(source="marks", many=True)


class LightsSerializer(serializers.Serializer[Board]):
    day = serializers.DateField()
    results = LightOfUnitSerializer(source="rows", many=True)


class PrintedSerializer(serializers.Serializer[Printed]):
    place = serializers.CharField(source="figure.place")
    until = serializers.DateField(source="figure.period_to")
    value = PointsField(source="figure.value")
    unit_of_measure = serializers.CharField(source="figure.measure")
    source_url = serializers.CharField(source="figure.source_url")
    note = serializers.CharField(source="figure.note")
    own = FigureSerializer(source="rate", allow_null=True)
    own_count = serializers.IntegerField(source="count", allow_null=True)
    same_place = serializers.BooleanField(source="is_ours")
    is_contradicted = serializers.BooleanField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # "from" is a word of the language and cannot name an attribute.
        since = serializers.DateField(source="figure.period_from", allow_null=True)
        return {"from": since, **super().get_fields()}


class TopicSerializer(serializers.Serializer[Topic]):
    key = serializers.CharField()
    name = serializers.CharField()
    definition = serializers.CharField(source="definition.definition", default=None)
    printed = PrintedSerializer(many=True)


class PublishedSerializer(serializers.Serializer[Any]):
    results = TopicSerializer(many=True)


class ShareSerializer(serializers.Serializer[Share]):
    part = serializers.IntegerField()
    whole = serializers.IntegerField()
    rate = PointsField(allow_null=True)


class CommuneSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    filed = serializers.IntegerField()
    active_accounts = ShareSerializer(source="accounts")
    uses_the_system = serializers.BooleanField()


class TeamSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    commune = serializers.CharField()
    members = serializers.IntegerField()
    helped = serializers.IntegerField()


class TrainingYearSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    courses = serializers.IntegerField()
    participants = serializers.IntegerField()


class DocumentYearSerializer(serializers.Serializer[Any]):
    """Part: electronic, of those sent signed; secret documents are in none of them."""

    year = serializers.IntegerField()
    received = ShareSerializer()
    sent = ShareSerializer()
    signed = ShareSerializer()
    secret = serializers.IntegerField()


class ProvinceCoverageSerializer(serializers.Serializer[Coverage]):
    day = serializers.DateField()
    communes_using = ShareSerializer(source="using")
    one_stop_accounts = ShareSerializer(source="one_stop")
    communes = CommuneSerializer(many=True)
    teams = TeamSerializer(many=True)
    training = TrainingYearSerializer(many=True)
    documents = DocumentYearSerializer(many=True)
