"""Filing for a citizen at the counter: choose the procedure, fill in, hand in."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.accents import fold
from caseflow.accounts.models import Role
from caseflow.applications import evidence, filing
from caseflow.applications.actors import Actor
from caseflow.applications.refusals import FilingRefused, KeyReused
from caseflow.applications.serializers.filing import ApplicantSerializer, FilingSerializer
from caseflow.applications.states import Channel
from caseflow.desk.asking import actor_of
from caseflow.desk.inputs import Offer, text_form
from caseflow.desk.schema_forms import Sheet
from caseflow.desk.views.deeds import CASE
from caseflow.desk.views.doors import desk_page, rendered
from procedures.models import ProcedureVersion
from procedures.publishing import RetiredProcedure, UnknownProcedure, in_force_for
from procedures.states import OnlineLevel

FOUND = 20
LABELS = {
    "kind": gettext_lazy("Kind of applicant"),
    "identity_number": gettext_lazy("Identity number or tax code"),
    "full_name": gettext_lazy("Full name"),
    "date_of_birth": gettext_lazy("Date of birth"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
}
#: How a paper file reaches the counter; what a citizen files online comes by itself.
CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.ONLINE]


class FilingForm:
    """The applicant and the procedure's form on one page, judged by the API's serializer."""

    def __init__(self, version: ProcedureVersion, data: QueryDict | None = None) -> None:
        self.version, self.data = version, data
        self.applicant = text_form(ApplicantSerializer(), Offer(), data=data, prefix="applicant")
        for name, field in self.applicant.fields.items():
            field.label = LABELS[name]
        self.applicant.fields["kind"].initial = "person"
        self.channel = forms.Form(data)
        self.channel.fields["channel"] = forms.ChoiceField(
            label=_("How it came"), choices=CHANNELS, initial=Channel.COUNTER
        )
        self.sheet = Sheet(version.form_schema, data=data)
        self.whole_errors: list[str] = []

    def body(self, center: str) -> dict[str, Any]:
        return {
            "procedure": self.version.procedure.code,
            "receiving_center": center,
            "applicant": self.applicant.said(),
            "form": self.sheet.said(),
            "channel": self.data.get("channel", "") if self.data else "",
        }

    def submission(self, center: str) -> filing.Submission | None:
        sent = FilingSerializer(data=self.body(center))
        if not sent.is_valid():
            self.show(sent.errors)
            return None
        body = sent.validated_data
        applicant = filing.Applicant(**body.pop("applicant"))
        return filing.Submission(applicant=applicant, **body)

    def show(self, errors: Mapping[str, Any]) -> None:
        """Nested messages of the serializer, or dotted ones of a refused filing."""
        self.applicant.show(errors.get("applicant", {}))
        in_sheet = {
            path.removeprefix("form").removeprefix("."): said
            for path, said in errors.items()
            if path == "form" or path.startswith("form.")
        }
        self.sheet.show(in_sheet)
        for path, said in errors.items():
            if path != "applicant" and path.split(".")[0] != "form":
                self.whole_errors += [str(message) for message in said]


def counter_clerk(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor.role != Role.CLERK or not actor.office_ids:
        raise PermissionDenied(_("Only reception clerks file for citizens."))
    return actor


@require_safe
@desk_page
def procedure_page(request: HttpRequest) -> HttpResponseBase:
    counter_clerk(request)
    words = request.GET.get("procedure", "").strip()[:100]
    context = {
        "title": _("File for a citizen"),
        "words": words,
        "versions": versions_called(words) if words else [],
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


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def filing_page(request: HttpRequest, code: str) -> HttpResponseBase:
    actor = counter_clerk(request)
    try:
        version = in_force_for(code)
    except (UnknownProcedure, RetiredProcedure):
        raise Http404(_("No such procedure is in force.")) from None
    if request.method == "POST":
        return handed_in(request, actor, FilingForm(version, request.POST))
    return to_fill_in(request, FilingForm(version), key=uuid.uuid4().hex)


def handed_in(request: HttpRequest, actor: Actor, form: FilingForm) -> HttpResponseBase:
    """The hidden key makes a second press of the button find the first one's application."""
    text = request.POST.get("key", "")[:100] or uuid.uuid4().hex
    submission = form.submission(actor.unit)
    if submission is None:
        return to_fill_in(request, form, key=text)
    key = filing.Key(f"desk {text}", evidence.digest(evidence.canonical(form.body(actor.unit))))
    try:
        case = filing.filed_before(key, user_id=request.user.pk) or filing.file(
            submission, actor=actor, at=timezone.now(), key=key
        )
    except FilingRefused as refused:
        form.show(refused.fields)
        return to_fill_in(request, form, key=text)
    except KeyReused:
        form.whole_errors.append(_("This page was handed in before with other contents."))
        return to_fill_in(request, form, key=uuid.uuid4().hex)
    messages.success(request, _("Filed as %(number)s.") % {"number": case.number})
    return redirect(CASE, case.number)


def to_fill_in(request: HttpRequest, form: FilingForm, *, key: str) -> HttpResponseBase:
    context = {
        "title": _("File for a citizen"),
        "procedure": form.version.procedure,
        "form": form,
        "key": key,
        "papers": form.version.required_papers.order_by("pk"),
    }
    return rendered(request, "desk/file_form.html", context)
