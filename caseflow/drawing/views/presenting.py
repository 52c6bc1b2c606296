"""How every report is answered: as a page, or the same page as a PDF."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caseflow.drawing.documents import pdf_of_page

#: The class of the element that holds a report in its page.
REGION = "report"


def present(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A template that extends `reports/page.html`; `format=pdf` in the address asks for paper."""
    around = admin.site.each_context(request) | {"pdf_query": query(request, format="pdf")}
    html = render_to_string(template, around | dict(context), request)
    if request.GET.get("format") != "pdf" or status != 200:
        return HttpResponse(html, status=status)
    told = about(request, title=str(context["title"]), office=around.get("desk_office", ""))
    name = request.resolver_match.url_name if request.resolver_match else REGION
    return HttpResponse(
        pdf_of_page(html, region=REGION, about=told),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


def about(request: HttpRequest, *, title: str, office: str) -> dict[str, str]:
    made = date_format(timezone.localtime(), "H:i d/m/Y")
    return {
        "title": title,
        "office": office or str(admin.site.site_header),
        "made": _("Made at %(moment)s; the figures are of that moment.") % {"moment": made},
        "address": request.build_absolute_uri(f"?{query(request, format=None)}"),
        "language": get_language() or "vi",
    }


def query(request: HttpRequest, **other: str | None) -> str:
    """The address's own question with some parts changed; None leaves one out."""
    asked = request.GET.copy()
    for name, value in other.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = value
    return asked.urlencode()
