from functools import cache
from typing import TYPE_CHECKING

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

#: What a view may leave on its response to have another policy than the settings'.
CHANGES = ("_csp_exempt", "_csp_config", "_csp_update", "_csp_replace")


class ContentPolicyMiddleware(CSPMiddleware):
    """Writes the policy of the settings once per process, not once per response."""

    def process_response(
        self, request: "HttpRequest", response: "HttpResponseBase"
    ) -> "HttpResponseBase":
        changed = any(hasattr(response, change) for change in CHANGES)
        if changed or hasattr(request, "_csp_nonce"):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, plain_policy())
        return response


@cache
def plain_policy() -> str:
    return build_policy()
