"""What every page of the desk has in common: who may open it, what stands around it."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.applications.permissions import handles
from caseflow.desk.asking import actor_of, works_with_files

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def desk_page(page: Page[Rest]) -> Page[Rest]:
    """For who works with files; refuses in the desk's own words.

    Nothing that was typed reaches an error report.
    """

    @sensitive_post_parameters()
    def opened(
        request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponseBase:
        if not works_with_files(request):
            raise PermissionDenied
        try:
            return page(request, *args, **kwargs)
        except Http404 as missing:
            return refused(request, _("Not found"), str(missing), status=404)
        except PermissionDenied as forbidden:
            words = str(forbidden) or _("Your role may not open this.")
            return refused(request, _("Not allowed"), words, status=403)

    update_wrapper(opened, page)
    return opened


def refused(request: HttpRequest, title: str, words: str, *, status: int) -> HttpResponse:
    context = {"title": title, "words": words}
    return rendered(request, "desk/refused.html", context, status=status)


def rendered(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    around = admin.site.each_context(request)
    return TemplateResponse(request, template, around | context, status=status)


def case_of(request: HttpRequest, number: str) -> tuple[Application, Actor]:
    """The case with everything its pages show; another office's file is not there."""
    actor = actor_of(request)
    cases = Application.objects.visible_to(actor).for_display()
    whole = cases.select_related("officer", "submitted_by").defer(None)
    try:
        case = whole.defer("procedure_version__raw", "procedure_version__form_example").get(
            number=number
        )
    except Application.DoesNotExist:
        raise Http404(_("Your office has no application with this number.")) from None
    return case, actor


def slim_case_of(request: HttpRequest, number: str) -> tuple[Application, Actor]:
    """The case alone, without what its pages name."""
    actor = actor_of(request)
    cases = Application.objects.visible_to(actor).defer("form")
    case = cases.filter(number=number).first()
    if case is None:
        raise Http404(_("Your office has no application with this number."))
    return case, actor


def handled_case_of(request: HttpRequest, number: str) -> Application:
    """Papers and results open for the offices that handle the case."""
    case, actor = case_of(request, number)
    if not handles(actor, case):
        raise PermissionDenied
    return case
