"""Filing for a citizen at the counter: choose the procedure, fill in, hand in."""

import uuid
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.accents import fold
from caseflow.accounts.models import Role
from caseflow.applications import evidence, filing
from caseflow.applications.actors import Actor
from caseflow.applications.helping import HelpRefused
from caseflow.applications.models import HelperSession
from caseflow.applications.refusals import FilingRefused, KeyReused
from caseflow.desk.asking import actor_of
from caseflow.desk.filing_forms import FilingForm
from caseflow.desk.views.deeds import CASE
from caseflow.desk.views.doors import desk_page, rendered
from procedures.models import ProcedureVersion
from procedures.publishing import RetiredProcedure, UnknownProcedure, in_force_for
from procedures.states import OnlineLevel

FOUND = 20


def counter_clerk(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor.role != Role.CLERK or not actor.office_ids:
        raise PermissionDenied(_("Only reception clerks file for citizens."))
    return actor


def session_in(request: HttpRequest) -> HelperSession | None:
    """With whose code is filed; the clerk's own session, named in the address."""
    try:
        reference = UUID(request.GET.get("help", ""))
    except ValueError:
        return None
    own = HelperSession.objects.given_by(actor_of(request).user_id)
    session = own.filter(reference=reference).first()
    if session is None:
        raise Http404(_("You have no such session; ask for a new one."))
    return session


@require_safe
@desk_page
def procedure_page(request: HttpRequest) -> HttpResponseBase:
    counter_clerk(request)
    words = request.GET.get("procedure", "").strip()[:100]
    context = {
        "title": _("File for a citizen"),
        "words": words,
        "versions": versions_called(words) if words else [],
        "session": session_in(request),
    }
    return rendered(request, "desk/file_procedure.html", context)


def versions_called(words: str) -> list[ProcedureVersion]:
    versions = ProcedureVersion.objects.in_force().select_related("procedure")
    slim = versions.exclude(online_level=OnlineLevel.INFORMATION).only(
        "number", "procedure__code", "procedure__name", "procedure__name_en", "procedure__field"
    )
    found = slim.with_place(words)
    for word in fold(words).split():
        found = found.filter(procedure__search_key__contains=word)
    return list(found.order_by(F("place"))[:FOUND])


def version_called(code: str) -> ProcedureVersion:
    try:
        return in_force_for(code)
    except (UnknownProcedure, RetiredProcedure):
        raise Http404(_("No such procedure is in force.")) from None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def filing_page(request: HttpRequest, code: str) -> HttpResponseBase:
    actor, session, version = counter_clerk(request), session_in(request), version_called(code)
    if request.method == "POST":
        return handed_in(request, actor, FilingForm(version, request.POST, session=session))
    return to_fill_in(request, FilingForm(version, session=session), key=uuid.uuid4().hex)


def handed_in(request: HttpRequest, actor: Actor, form: FilingForm) -> HttpResponseBase:
    """The hidden key makes a second press of the button find the first one's application."""
    text = request.POST.get("key", "")[:100] or uuid.uuid4().hex
    submission = form.submission(actor.unit)
    if submission is None:
        return to_fill_in(request, form, key=text)
    key = key_of(form, actor, text)
    try:
        case = filing.filed_before(key, user_id=request.user.pk) or filing.file(
            submission, actor=actor, at=timezone.now(), key=key
        )
    except FilingRefused as refused:
        form.show(refused.fields)
        return to_fill_in(request, form, key=text)
    except HelpRefused as refused:
        form.whole_errors.append(str(refused.message))
        return to_fill_in(request, form, key=text)
    except KeyReused:
        form.whole_errors.append(_("This page was handed in before with other contents."))
        return to_fill_in(request, form, key=uuid.uuid4().hex)
    messages.success(request, _("Filed as %(number)s.") % {"number": case.number})
    return redirect(CASE, case.number)


def key_of(form: FilingForm, actor: Actor, text: str) -> filing.Key:
    """A session files once, whatever stands on the page."""
    body = evidence.digest(evidence.canonical(form.body(actor.unit)))
    if form.session:
        return filing.Key(f"help {form.session.reference}", body, form.session.reference)
    return filing.Key(f"desk {text}", body)


def to_fill_in(request: HttpRequest, form: FilingForm, *, key: str) -> HttpResponseBase:
    context = {
        "title": _("File for a citizen"),
        "procedure": form.version.procedure,
        "form": form,
        "key": key,
        "papers": form.version.required_papers.order_by("pk"),
    }
    return rendered(request, "desk/file_form.html", context)
