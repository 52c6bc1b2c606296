"""What the address asks of a report: who asks, about what, and which page of a list."""

from typing import Any, TypeVar, overload

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from caseflow.indicators.days import office_day
from caseflow.indicators.viewers import viewer
from caseflow.reports.forms import SelectionForm
from caseflow.reports.selections import Selection, presets

Form = TypeVar("Form", bound=SelectionForm)


@overload
def asked(request: HttpRequest | Request) -> SelectionForm: ...
@overload
def asked(request: HttpRequest | Request, kind: type[Form]) -> Form: ...
def asked(request: HttpRequest | Request, kind: type[SelectionForm] = SelectionForm) -> Any:
    return kind(request.GET, viewer=viewer(request.user))


def around(selection: Selection) -> dict[str, object]:
    """What the form of the selection offers."""
    return {
        "selection": selection,
        "presets": presets(selection, today=office_day(timezone.now())),
    }


def refused(form: SelectionForm) -> HttpResponse:
    return HttpResponse(form.errors.as_text(), status=400, content_type="text/plain; charset=utf-8")


def invalid(form: SelectionForm) -> ValidationError:
    return ValidationError(
        {name: [str(text) for text in said] for name, said in form.errors.items()}
    )
