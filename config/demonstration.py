"""What every page of a demonstration says."""

from django.conf import settings
from django.http import HttpRequest


def announced(request: HttpRequest) -> dict[str, bool]:
    return {"is_demonstration": settings.CASEFLOW_DEMONSTRATION}
