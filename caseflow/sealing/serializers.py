from typing import Any

from rest_framework import serializers


class WordsSerializer(serializers.Serializer[Any]):
    salt = serializers.CharField()
    text = serializers.CharField(help_text="SHA-256 of salt and text stands in the event")


class ExportedEventSerializer(serializers.Serializer[Any]):
    content = serializers.CharField(
        allow_null=True,
        help_text="the canonical text that the hash covers; null for the office's own",
    )
    hash = serializers.CharField()
    words = WordsSerializer(allow_null=True)


class SignedSealSerializer(serializers.Serializer[Any]):
    envelope = serializers.CharField(help_text="COSE_Sign1, in base64")
    stamp = serializers.CharField(allow_null=True, help_text="RFC 3161 token, in base64")


class ProofSerializer(SignedSealSerializer):
    position = serializers.IntegerField(help_text="of the leaf, from 0")
    sequence = serializers.IntegerField(help_text="of the last event that was sealed")
    path = serializers.ListField(child=serializers.CharField(), help_text="from below (RFC 6962)")


class EvidenceSerializer(serializers.Serializer[Any]):
    format = serializers.CharField()
    number = serializers.CharField()
    events = ExportedEventSerializer(many=True)
    declared = WordsSerializer(allow_null=True)
    seals = ProofSerializer(many=True)


class SealSerializer(SignedSealSerializer):
    format = serializers.CharField()


class SealLineSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    day = serializers.DateField()
    chains = serializers.IntegerField()
    tree_root = serializers.CharField(source="root")
    previous = serializers.CharField(allow_blank=True)
    digest = serializers.CharField()
    sealed_at = serializers.DateTimeField()
    stamped_at = serializers.DateTimeField(allow_null=True, source="stamp.stamped_at", default=None)


class SealPageSerializer(serializers.Serializer[Any]):
    results = SealLineSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class SealQuestionSerializer(serializers.Serializer[Any]):
    before = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, help_text="a number; older seals only"
    )
