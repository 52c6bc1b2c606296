from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from caseflow.accounts.models import AccessToken, User


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Token SECRET``; an unknown, expired or disabled one is answered 401."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != self.keyword.lower():
            return None
        try:
            token = AccessToken.objects.presented(secret.strip())
        except AccessToken.DoesNotExist:
            raise AuthenticationFailed(
                _("This token is unknown; log in again."), "token_unknown"
            ) from None
        if token.expires_at <= timezone.now():
            raise AuthenticationFailed(_("This token has expired; log in again."), "token_expired")
        if not token.user.is_active:
            raise AuthenticationFailed(_("This account is closed."), "account_closed")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword
