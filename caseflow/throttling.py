from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle


class WindowThrottle(ScopedRateThrottle):
    """Counts requests in fixed windows: one number in the cache, however many requests it allows.

    The library's own keeps a list of instants, read and written whole at each request.
    """

    elapsed = 0.0
    duration = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        self.scope = view.throttle_scope
        most, seconds = self.parse_rate(self.get_rate())
        if most is None or seconds is None:
            return True
        self.duration = seconds
        window, self.elapsed = divmod(self.timer(), seconds)
        key = f"{self.get_cache_key(request, view)}:{window:.0f}"
        counter: Any = self.cache
        return bool(counter.count(key, seconds) <= most)

    def wait(self) -> float:
        return self.duration - self.elapsed
