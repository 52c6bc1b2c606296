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


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "caseflow.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token SECRET`, from `POST /api/v1/auth/token/`.",
        }


ERROR = {
    "type": "object",
    "description": "Every error: a stable code, a sentence in the language asked for, and more.",
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "What to mend, by the path of the field (`applicant.full_name`).",
        },
        "rule": {"type": "string", "description": "409: which rule refused."},
        "instead": {"type": "string", "description": "409: what would be possible."},
        "possible_verbs": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["code", "message"],
}


def with_errors(result: dict[str, Any], **_context: object) -> dict[str, Any]:
    """Every operation answers errors in one shape (config/errors.py)."""
    result["components"]["schemas"]["Error"] = ERROR
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {"description": "Error", "content": content}
    return result
