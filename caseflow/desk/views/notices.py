from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from caseflow.accounts.models import Role
from caseflow.applications.actors import Actor
from caseflow.desk import notices
from caseflow.desk.asking import actor_of
from caseflow.desk.views.doors import desk_page, rendered
from caseflow.notices import resending
from caseflow.notices.models import Message

LIST = "admin:notices_message_changelist"
MINE_KEPT = timedelta(days=14)
#: Longer numbers are no key of a row.
DIGITS = 15


@require_safe
@desk_page
def list_page(request: HttpRequest) -> HttpResponseBase:
    """What did not arrive, of the asker's offices."""
    actor = actor_of(request)
    narrowing = notices.Filter(request.GET)
    found = narrowing.narrowed(notices.unsent_for(actor))
    rows, following = notices.page(found, actor, before=key_in(request.GET.get("before", "")))
    asked = request.GET.copy()
    asked["before"] = str(following)
    context = {
        "title": _("Messages not delivered"),
        "filter": narrowing,
        "counts": notices.counts(actor),
        "rows": rows,
        "next_page": asked.urlencode() if following else "",
        "may_resend": may_resend(actor),
    }
    return rendered(request, "desk/notices.html", context)


def key_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def may_resend(actor: Actor) -> bool:
    return actor.is_staff or actor.role == Role.ADMIN


@require_POST
@desk_page
def resend(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    if not may_resend(actor):
        raise PermissionDenied
    keys = [key for text in request.POST.getlist("message") if (key := key_in(text))]
    chosen = Message.objects.of_offices(actor).filter(pk__in=keys[: notices.PAGE])
    count = resending.resend_all(chosen, by=actor.account, at=timezone.now())
    told = ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", count)
    if count:
        messages.success(request, told % {"count": count})
    else:
        messages.warning(
            request, _("Nothing could be sent again: choose messages that have an address.")
        )
    return redirect(LIST)


@require_safe
@desk_page
def mine_page(request: HttpRequest) -> HttpResponseBase:
    """The asker's reminders of the last two weeks."""
    reminders = notices.mine(actor_of(request), timezone.now() - MINE_KEPT)
    context = {"title": _("My reminders"), "reminders": reminders[: notices.PAGE]}
    return rendered(request, "desk/reminders.html", context)
