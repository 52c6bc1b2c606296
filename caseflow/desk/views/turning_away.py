"""Refusing a visitor at the counter: a number, a reason and slip 03, but no file."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseflow.applications import evidence, filing, turning_away
from caseflow.applications.actors import Actor
from caseflow.applications.refusals import FilingRefused, KeyReused
from caseflow.desk.filing_forms import TurningAwayForm
from caseflow.desk.views.deeds import CASE
from caseflow.desk.views.doors import desk_page, rendered
from caseflow.desk.views.filing import counter_clerk, version_called


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def turning_away_page(request: HttpRequest, code: str) -> HttpResponseBase:
    actor, version = counter_clerk(request), version_called(code)
    if request.method == "POST":
        return turned_away(request, actor, TurningAwayForm(version, request.POST))
    return to_fill_in(request, TurningAwayForm(version), key=uuid.uuid4().hex)


def turned_away(request: HttpRequest, actor: Actor, form: TurningAwayForm) -> HttpResponseBase:
    """The hidden key makes a second press of the button find the first one's slip."""
    text = request.POST.get("key", "")[:100] or uuid.uuid4().hex
    said = form.said(actor.unit)
    if said is None:
        return to_fill_in(request, form, key=text)
    submission, reason = said
    key = filing.Key(f"refusal {text}", evidence.digest(evidence.canonical(form.body(actor.unit))))
    try:
        case = filing.filed_before(key, user_id=request.user.pk) or turning_away.turn_away(
            submission, actor=actor, at=timezone.now(), reason=reason, key=key
        )
    except FilingRefused as refused:
        form.show(refused.fields)
        return to_fill_in(request, form, key=text)
    except KeyReused:
        form.whole_errors.append(_("This page was handed in before with other contents."))
        return to_fill_in(request, form, key=uuid.uuid4().hex)
    told = _("Refused as %(number)s; print the slip for the visitor.")
    messages.success(request, told % {"number": case.number})
    return redirect(CASE, case.number)


def to_fill_in(request: HttpRequest, form: TurningAwayForm, *, key: str) -> HttpResponseBase:
    context = {
        "title": _("Refuse at the counter"),
        "procedure": form.version.procedure,
        "form": form,
        "key": key,
    }
    return rendered(request, "desk/turn_away.html", context)
