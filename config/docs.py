"""The API described: the schema, and a page to read and try it that asks no other server."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

schema = SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[])
# The page of the library has one style element; its script comes from an address of its own.
docs = csp_update({"style-src": [SELF, UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(
        url_name="schema", permission_classes=[], authentication_classes=[]
    )
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[misc]  (untyped library)
    target_class = "caseflow.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token SECRET`, from `POST /api/v1/auth/token/`.",
        }
