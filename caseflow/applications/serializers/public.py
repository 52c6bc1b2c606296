from typing import Any

from rest_framework import serializers

from caseflow.applications.serializers.deadlines import DueSerializer
from caseflow.applications.states import State


class TrackedStepSerializer(serializers.Serializer[Any]):
    state = serializers.CharField(source="to_state")
    verb = serializers.CharField()
    name = serializers.CharField(source="step_name")
    at = serializers.DateTimeField()


class TrackingSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    state_name = serializers.CharField(source="get_state_display")
    portal_status = serializers.IntegerField()
    procedure = serializers.CharField(source="procedure.name")
    receiving_center = serializers.CharField(source="receiving_center.name")
    returning_center = serializers.CharField(source="returning_center.name")
    filed_at = serializers.DateTimeField()
    reception_due_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    may_rate = serializers.BooleanField()
    steps = TrackedStepSerializer(many=True)
    clocks = DueSerializer(many=True)
