"""A cache that fails open: filing, tracking and throttles outlive a stopped Redis."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


@contextmanager
def failing_open() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        log.warning("Cache out of reach, going on without it: %s", type(error).__name__)


class ForgivingRedisCache(RedisCache):
    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        with failing_open():
            return super().get(key, default, version)
        return default

    def set(self, *args: Any, **kwargs: Any) -> None:
        with failing_open():
            super().set(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        with failing_open():
            return super().add(*args, **kwargs)
        return True

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        with failing_open():
            return super().delete(*args, **kwargs)
        return False
