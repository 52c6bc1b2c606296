from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from caseflow.centers.models import Agency
from caseflow.indicators.viewers import viewer
from procedures.models import Procedure

#: For so many seconds a browser may keep them: names change with laws and reforms.
KEPT = 600


@login_required
@require_GET
def centers(request: HttpRequest) -> JsonResponse:
    return suggestions(viewer(request.user).offices.order_by("sort_key"))


@login_required
@require_GET
def procedures(request: HttpRequest) -> JsonResponse:
    # Asked for whether this account sees reports at all.
    viewer(request.user)
    return suggestions(Procedure.objects.order_by("code"))


def suggestions(rows: "QuerySet[Agency] | QuerySet[Procedure]") -> JsonResponse:
    """Code and name of each, for a field's list: too many to be part of every page."""
    answer = JsonResponse({"choices": list(rows.values_list("code", "name"))})
    patch_cache_control(answer, private=True, max_age=KEPT)
    return answer
