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
from caseflow.publishing.periods import NotAPeriod, period_of
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
    """Title and middle of the page are made once per publication and language."""
    key = f"figures-{newest_number()}-{get_language()}-{request.path}-{asked_period(request)}"
    kept: tuple[str, str] | None = cache.get(key)
    if kept is None:
        told = make()
        kept = str(told["title"]), render_to_string(f"portal/figures/{template}", told)
        cache.set(key, kept, PAGE_SECONDS)
    title, middle = kept
    return render(
        request, "portal/figures/page.html", {"title": title, "middle": as_rendered(middle)}
    )


def asked_period(request: HttpRequest) -> str:
    """Its code; empty for what is none, which would fill the cache with the same page."""
    try:
        return period_of(request.GET.get("period", "")).code
    except NotAPeriod:
        return ""


def as_rendered(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 (the template engine wrote and escaped it)


def file_answer(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = HttpResponse(content, content_type=media_type, headers=headers)
    patch_cache_control(answer, public=True, max_age=FILE_SECONDS)
    return answer
