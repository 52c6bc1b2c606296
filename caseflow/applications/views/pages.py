from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from caseflow.applications.paging import Page, Place, page_of

SIZE, LARGEST = 50, 200


class NewestFirst(BasePagination):
    """Pages by key, scoped to the view's `actor`; the last is as fast as the first."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.address = request.build_absolute_uri()
        place, size = place_in(request), size_in(request)
        self.page: Page = page_of(queryset, view.actor, place=place, size=size)
        return list(self.page.rows)

    def get_paginated_response(self, data: Any) -> Response:
        links = {
            "next": self.link("after", self.page.after),
            "previous": self.link("before", self.page.before),
        }
        return Response({**links, "results": data})

    def link(self, name: str, key: str) -> str | None:
        plain = remove_query_param(remove_query_param(self.address, "after"), "before")
        return replace_query_param(plain, name, key) if key else None

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        said = {
            "after": "Take it from `next`.",
            "before": "Take it from `previous`.",
            "page_size": f"At most {LARGEST}.",
        }
        return [
            {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
            for name, text in said.items()
        ]


def place_in(request: Request) -> Place:
    keys = {name: request.query_params.get(name, "") for name in ("after", "before")}
    try:
        return Place.parsed(**keys)
    except ValueError:
        wrong = "after" if keys["after"] else "before"
        message = _("Take this from “next” or “previous” of an answer.")
        raise ValidationError({wrong: [message]}) from None


def size_in(request: Request) -> int:
    text = request.query_params.get("page_size", "")
    return min(max(1, int(text)), LARGEST) if text.isdecimal() and len(text) < 5 else SIZE
