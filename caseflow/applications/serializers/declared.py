from functools import cache
from typing import Any, Self

from rest_framework import serializers


class DeclaredSerializer(serializers.Serializer[Any]):
    """Reads and shows by one instance for all requests: its fields keep nothing of a request.

    Making the fields anew was a tenth of a filing's work in Python.
    """

    @classmethod
    @cache
    def shared(cls) -> Self:
        return cls()

    @classmethod
    def read(cls, sent: Any) -> dict[str, Any]:
        """What was sent, checked; raises ValidationError with the fields to mend."""
        body: dict[str, Any] = cls.shared().run_validation(sent)
        return body

    @classmethod
    def shown(cls, instance: Any) -> dict[str, Any]:
        return cls.shared().to_representation(instance)
