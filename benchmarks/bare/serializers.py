from typing import Any

from django.db import transaction
from rest_framework import serializers

from benchmarks.bare.models import Event, Parent


class ParentSerializer(serializers.ModelSerializer[Parent]):
    class Meta:
        model = Parent
        fields = (
            "id",
            "number",
            "procedure",
            "center",
            "state",
            "applicant_name",
            "form",
            "filed_at",
            "due_at",
        )
        read_only_fields = ("number", "state", "due_at")

    @transaction.atomic
    def create(self, validated_data: dict[str, Any]) -> Parent:
        parent = Parent.objects.create(**validated_data)
        Event.objects.create(parent=parent, verb="file", to_state=parent.state)
        return parent
