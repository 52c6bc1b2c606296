from copy import copy
from typing import Any

from rest_framework import serializers


class DeclaredSerializer(serializers.Serializer[Any]):
    """Its fields are copied for each request, not made anew: they keep nothing of a request."""

    def get_fields(self) -> dict[str, Any]:
        return {name: copy(field) for name, field in self._declared_fields.items()}
