"""A cache that fails open: filing, tracking and throttles outlive a stopped Redis."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class FailingOpen:
    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if isinstance(error, RedisError):
            log.warning("Cache out of reach, going on without it: %s", type(error).__name__)
            return True
        return False


class ForgivingRedisCache(RedisCache):
    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        with FailingOpen():
            return super().get(key, default, version)
        return default

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
