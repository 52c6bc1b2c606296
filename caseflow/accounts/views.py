from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from caseflow.accounts.models import AccessToken, User
from caseflow.accounts.serializers import CredentialsSerializer, TokenSerializer
from caseflow.throttling import WindowThrottle


class TokenView(APIView):
    """Exchanges user name and password for a token that programs send with each request."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (WindowThrottle,)
    throttle_scope = "login"

    @extend_schema(request=CredentialsSerializer, responses={200: TokenSerializer})
    def post(self, request: Request) -> Response:
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        user = authenticate(request, **credentials.validated_data)
        if not isinstance(user, User):
            raise ValidationError({"password": [_("User name and password do not match.")]})
        return Response({"token": AccessToken.objects.grant(user, at=timezone.now())})
