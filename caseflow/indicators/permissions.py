from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from caseflow.accounts.models import Role


class ForTheOffice(BasePermission):
    """Whoever works for the administration: nothing here is personal, nothing is published yet."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.user.is_authenticated and request.user.role != Role.CITIZEN
