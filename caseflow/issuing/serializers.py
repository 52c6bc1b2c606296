from typing import Any

from rest_framework import serializers

from caseflow.applications.states import Outcome
from caseflow.issuing.states import Form


class EntrySerializer(serializers.Serializer[Any]):
    """A slip or result; without `id` only the fact is recorded and there is no document."""

    id = serializers.CharField(allow_null=True)
    ready = serializers.BooleanField(help_text="false while the document is still being made")
    kind = serializers.ChoiceField(["result", "slip"])
    form = serializers.ChoiceField(Form.choices, allow_blank=True)
    name = serializers.CharField()
    number = serializers.CharField()
    outcome = serializers.ChoiceField(Outcome.choices, allow_blank=True)
    digest = serializers.CharField(help_text="SHA-256 of the document")
    electronic = serializers.BooleanField()
    signed_at = serializers.DateTimeField(allow_null=True)
    made_at = serializers.DateTimeField(allow_null=True)
    size = serializers.IntegerField(allow_null=True, help_text="bytes")


class EntriesSerializer(serializers.Serializer[Any]):
    results = EntrySerializer(many=True)


class BeingPreparedSerializer(serializers.Serializer[Any]):
    """Ask again in a moment, as `Retry-After` says."""

    code = serializers.ChoiceField(["being_prepared"])
    message = serializers.CharField()
