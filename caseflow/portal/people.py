"""Who is logged in at the portal, and which pages are only for them."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from caseflow.accounts.models import Role, User
from caseflow.applications.actors import Actor

LOGIN = "portal:login"
Rest = ParamSpec("Rest")
OwnPage = Callable[Concatenate[HttpRequest, Actor, Rest], HttpResponseBase]
Page = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def person(request: HttpRequest) -> Actor:
    """Nothing is found for an account without a proven identity."""
    user = request.user
    actor = Actor.of(user) if isinstance(user, User) else Actor(None, "")
    return actor.acting_on(timezone.localdate())


def own_page(page: OwnPage[Rest]) -> Page[Rest]:
    """For citizens; whoever works with files sees other people's, at the desk and not here."""

    def opened(
        request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponseBase:
        actor = person(request)
        if actor.role != Role.CITIZEN:
            return refused(request)
        return page(request, actor, *args, **kwargs)

    update_wrapper(opened, page)
    return never_cache(login_required(login_url=LOGIN)(opened))


def refused(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/mine/refused.html", status=403)
