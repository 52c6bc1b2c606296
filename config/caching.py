"""A cache that fails open: filing, tracking and throttles outlive a stopped Redis."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

#: Counts one more, and lets the counter live so long from its first.
COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""


class FailingOpen:
    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if isinstance(error, RedisError):
            log.warning("Cache out of reach, going on without it: %s", type(error).__name__)
            return True
        return False


class KeptClients(RedisCacheClient):
    """Making a client anew for each command costs as much as the command."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """Ours is one server, so one client does for reading and one for writing."""
        if write not in self._kept:
            self._kept[write] = super().get_client(key, write=write)
        return self._kept[write]


class ForgivingRedisCache(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClients

    def count(self, key: str, seconds: int) -> int:
        """How often this was called with the key, in a window that its first call began."""
        with FailingOpen():
            place = self.make_and_validate_key(key)
            counted: int = self._cache.get_client(place, write=True).eval(COUNT, 1, place, seconds)
            return counted
        return 0

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        with FailingOpen():
            return super().get(key, default, version)
        return default

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        with FailingOpen():
            found: dict[Any, Any] = super().get_many(*args, **kwargs)
            return found
        return {}

    def set(self, *args: Any, **kwargs: Any) -> None:
        with FailingOpen():
            super().set(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        with FailingOpen():
            return super().add(*args, **kwargs)
        return True

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        with FailingOpen():
            return super().delete(*args, **kwargs)
        return False

    def incr(self, *args: Any, **kwargs: Any) -> int:
        with FailingOpen():
            return super().incr(*args, **kwargs)
        return 0
