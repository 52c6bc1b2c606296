"""What a clerk fills in for who stands at the counter: a filing, or a refusal to take one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.applications import filing
from caseflow.applications.models import HelperSession
from caseflow.applications.serializers.filing import (
    ApplicantSerializer,
    FilingSerializer,
    TurningAwaySerializer,
)
from caseflow.applications.states import Channel
from caseflow.desk.inputs import Offer, TextForm, text_form
from caseflow.desk.schema_forms import Sheet
from procedures.models import ProcedureVersion

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


def applicant_form(data: QueryDict | None) -> TextForm:
    form = text_form(ApplicantSerializer(), Offer(), data=data, prefix="applicant")
    for name, field in form.fields.items():
        field.label = LABELS[name]
    form.fields["kind"].initial = "person"
    return form


class FilingForm:
    """The applicant and the procedure's form on one page, judged by the API's serializer."""

    def __init__(
        self,
        version: ProcedureVersion,
        data: QueryDict | None = None,
        *,
        session: HelperSession | None = None,
    ) -> None:
        self.version, self.data, self.session = version, data, session
        self.applicant = applicant_form(data)
        self.channel = forms.Form(data)
        if session is None:
            # With the citizen's code the citizen files, and that is online.
            self.channel.fields["channel"] = forms.ChoiceField(
                label=_("How it came"), choices=CHANNELS, initial=Channel.COUNTER
            )
        self.sheet = Sheet(version.form_schema, data=data)
        self.whole_errors: list[str] = []

    def body(self, center: str) -> dict[str, Any]:
        said = {
            "procedure": self.version.procedure.code,
            "receiving_center": center,
            "applicant": self.applicant.said(),
            "form": self.sheet.said(),
        }
        if self.session:
            return said | {"helper_session": str(self.session.reference)}
        return said | {"channel": self.data.get("channel", "") if self.data else ""}

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
        self.applicant.show(under("applicant", errors))
        self.sheet.show(
            {
                path.removeprefix("form").removeprefix("."): said
                for path, said in errors.items()
                if path == "form" or path.startswith("form.")
            }
        )
        for path, said in errors.items():
            if path.split(".")[0] not in ("applicant", "form"):
                self.whole_errors += [str(message) for message in said]


def under(head: str, errors: Mapping[str, Any]) -> dict[str, Any]:
    """The messages of one part, nested or dotted."""
    dotted = {
        path.removeprefix(f"{head}."): said
        for path, said in errors.items()
        if path.startswith(f"{head}.")
    }
    return {**errors.get(head, {}), **dotted}


class TurningAwayForm:
    """Who came, and why nothing was taken in."""

    def __init__(self, version: ProcedureVersion, data: QueryDict | None = None) -> None:
        self.version = version
        self.applicant = applicant_form(data)
        whole = text_form(TurningAwaySerializer(), Offer(), data=data)
        for name in set(whole.fields) - {"reason"}:
            del whole.fields[name]
        self.reason = whole
        self.whole_errors: list[str] = []

    def body(self, center: str) -> dict[str, Any]:
        return {
            "procedure": self.version.procedure.code,
            "receiving_center": center,
            "applicant": self.applicant.said(),
        } | self.reason.said()

    def said(self, center: str) -> tuple[filing.Submission, str] | None:
        sent = TurningAwaySerializer(data=self.body(center))
        if not sent.is_valid():
            self.show(sent.errors)
            return None
        body = sent.validated_data
        reason, applicant = body.pop("reason"), filing.Applicant(**body.pop("applicant"))
        return filing.Submission(applicant=applicant, **body), reason

    def show(self, errors: Mapping[str, Any]) -> None:
        self.applicant.show(under("applicant", errors))
        if "reason" in errors:
            self.reason.show({"reason": errors["reason"]})
        for path, said in errors.items():
            if path.split(".")[0] not in ("applicant", "reason"):
                self.whole_errors += [str(message) for message in said]
