from types import SimpleNamespace
from typing import Any

from caseflow.throttling import WindowThrottle


class AddressThrottle(WindowThrottle):
    """Counts a page's requests together with those the API got from the same address."""

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


def allows(request: Any, scope: str) -> bool:
    return AddressThrottle().allow_request(request, SimpleNamespace(throttle_scope=scope))


def address_of(request: Any) -> str:
    """Of who asks, as far as our own proxies tell it."""
    return AddressThrottle().get_ident(request) or ""
