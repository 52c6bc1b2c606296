"""Which files a bulk deed is for: those ticked, or all that the list shows page after page."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, QueryDict

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application
from caseflow.desk.listing import Search


def chosen(request: HttpRequest, actor: Actor, now: datetime) -> list[int]:
    """Keys of files the actor may see, one more than a bulk deed takes where there are more."""
    most = settings.APPLICATIONS_BULK_FILES + 1
    if "everything" in request.POST:
        asked = QueryDict(request.POST.get("filter", "")[:2000])
        return Search.of(request, asked, actor, now).keys(most)
    numbers = request.POST.getlist("number")[:most]
    visible = Application.objects.visible_to(actor).filter(number__in=numbers)
    keys = dict(visible.values_list("number", "pk"))
    return [keys[number] for number in numbers if number in keys]
