"""``GET /health/``: 200 once every part is ready, 503 with the parts that are not until then."""

from collections.abc import Callable
from functools import cache as computed_once

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.tasks import is_alive

OK, PENDING, SILENT, UNREACHABLE = "ok", "pending", "silent", "unreachable"


@computed_once
def shipped_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.nodes)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def migrations() -> str:
    applied = MigrationRecorder(connection).applied_migrations()
    return OK if shipped_migrations() <= applied.keys() else PENDING


def cache_answers() -> str:
    """Asked by writing, since our cache hides that it is out of reach."""
    probe = get_random_string(8)
    cache.set("health:probe", probe, timeout=5)
    return OK if cache.get("health:probe") is not None else UNREACHABLE


def alive(name: str) -> Callable[[], str]:
    return lambda: OK if is_alive(name) else SILENT


def loaded(path: str) -> Callable[[], str]:
    return lambda: OK if import_string(path)() else PENDING


def parts() -> dict[str, Callable[[], str]]:
    return {
        "database": database,
        "migrations": migrations,
        "cache": cache_answers,
        "worker": alive("worker"),
        "beat": alive("beat"),
        "tasks": alive("tasks"),
        **{name: loaded(path) for name, path in settings.CASEFLOW_READINESS.items()},
    }


def state(check: Callable[[], str]) -> str:
    try:
        return check()
    except Error:
        return UNREACHABLE


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    states = {"web": OK} | {name: state(check) for name, check in parts().items()}
    is_ready = set(states.values()) == {OK}
    body = {"status": "ok" if is_ready else "unavailable", "parts": states}
    return JsonResponse(body, status=200 if is_ready else 503)
