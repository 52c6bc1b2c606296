from typing import Any

from rest_framework import serializers

from signatures.serializers import VerdictSerializer


class PaperVerdictSerializer(serializers.Serializer[Any]):
    examined_at = serializers.DateTimeField()
    #: Withdrawn since: the verdict below is of the day it was examined.
    withdrawn = serializers.BooleanField()
    verdict = VerdictSerializer()


class BeingExaminedSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
