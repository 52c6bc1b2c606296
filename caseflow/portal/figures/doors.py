"""How the public's pages of figures are answered: counted per address, kept until they change."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from caseflow.portal.throttling import allows
from caseflow.publishing.reading import newest_number

#: Files may be kept by whoever stands between; a correction is seen after this time at the latest.
FILE_SECONDS = 300
PAGE_SECONDS = 3600

Rest = ParamSpec("Rest")
Door = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def open_door(door: Door[Rest]) -> Door[Rest]:
    def opened(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not allows(request, "public"):
            return render(request, "portal/figures/busy.html", status=429)
        return door(request, *args, **kwargs)

    update_wrapper(opened, door)
    return require_safe(opened)


def kept_page(
    request: HttpRequest, template: str, make: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The middle of the page is made once per publication and language."""
    key = f"figures-{newest_number()}-{get_language()}-{request.path}-{asked_period(request)}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept = render_to_string(f"portal/figures/{template}", make())
        cache.set(key, kept, PAGE_SECONDS)
    return render(request, "portal/figures/page.html", {"middle": as_rendered(kept)})


def asked_period(request: HttpRequest) -> str:
    """As long as a period is; anything else would fill the cache."""
    text = request.GET.get("period", "")
    return text if len(text) <= len("2025-09") and text.isascii() else ""


def as_rendered(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 (the template engine wrote and escaped it)


def file_answer(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = HttpResponse(content, content_type=media_type, headers=headers)
    patch_cache_control(answer, public=True, max_age=FILE_SECONDS)
    return answer
