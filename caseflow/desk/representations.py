"""Who may act for whom, as an administrator enters it from the paper that was shown.

Numbers are typed and sent in the body; none ever stands in an address.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.desk.asking import administers
from caseflow.desk.read_only import ReadOnlyAdmin
from citizens.identity import identity_number_faults, tax_code_faults
from citizens.models import Citizen, Organisation, Representation
from procedures.models import Procedure


class NewRepresentationForm(forms.ModelForm):  # type: ignore[type-arg]
    representative_number = forms.CharField(
        label=gettext_lazy("Identity number of who acts"), max_length=12
    )
    person_number = forms.CharField(
        label=gettext_lazy("For the person with the identity number"),
        max_length=12,
        required=False,
    )
    tax_code = forms.CharField(
        label=gettext_lazy("Or for the organisation with the tax code"),
        max_length=14,
        required=False,
    )
    organisation_name = forms.CharField(
        label=gettext_lazy("Name of the organisation, if it is new here"),
        max_length=300,
        required=False,
    )

    class Meta:
        model = Representation
        fields = ("basis", "procedure_codes", "valid_from", "valid_to")
        labels = {"procedure_codes": gettext_lazy("Codes of procedures, none for all")}

    def clean_representative_number(self) -> Citizen | None:
        return self.citizen("representative_number")

    def clean_person_number(self) -> Citizen | None:
        return self.citizen("person_number") if self.cleaned_data["person_number"] else None

    def citizen(self, field: str) -> Citizen:
        number = self.cleaned_data[field].strip()
        if faults := identity_number_faults(number):
            raise forms.ValidationError(faults)
        found = Citizen.objects.filter(identity_number=number).first()
        if found is None:
            raise forms.ValidationError(_("Nobody with this number has proven their identity."))
        return found

    def clean_tax_code(self) -> str:
        code: str = self.cleaned_data["tax_code"].strip()
        if code and (faults := tax_code_faults(code)):
            raise forms.ValidationError(faults)
        return code

    def clean_procedure_codes(self) -> list[str]:
        codes: list[str] = self.cleaned_data["procedure_codes"]
        known = set(Procedure.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            told = _("There is no procedure %(codes)s.") % {"codes": ", ".join(unknown)}
            raise forms.ValidationError(told)
        return codes

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        refuse_backwards(self, said)
        if self.errors:
            return said
        representative, person = said["representative_number"], said["person_number"]
        if bool(person) == bool(said["tax_code"]):
            raise forms.ValidationError(_("Name one person or one organisation."))
        if person == representative:
            self.add_error("person_number", _("Nobody needs a paper to act for themselves."))
        self.instance.representative, self.instance.person = representative, person
        self.instance.organisation = self.organisation(said)
        return said

    def organisation(self, said: dict[str, Any]) -> Organisation | None:
        if not said["tax_code"]:
            return None
        found = Organisation.objects.filter(tax_code=said["tax_code"]).first()
        if found is None and not said["organisation_name"]:
            self.add_error("organisation_name", _("This tax code is new here; give its name."))
            return None
        # Kept with the representation, once the whole form is right.
        return found or Organisation(tax_code=said["tax_code"], name=said["organisation_name"])


class EndingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A representation is ended by its last day; what was filed under it rests on it."""

    class Meta:
        model = Representation
        fields = ("valid_to",)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        refuse_backwards(self, said | {"valid_from": self.instance.valid_from})
        return said


def refuse_backwards(form: forms.BaseForm, said: dict[str, Any]) -> None:
    first, last = said.get("valid_from"), said.get("valid_to")
    if first and last and last < first:
        form.add_error("valid_to", _("The last day lies before the first."))


class RepresentationAdmin(ReadOnlyAdmin):
    """Entered from a paper that was shown, ended by its last day, never removed."""

    may_see = staticmethod(administers)
    list_display = ("acting", "principal", "basis", "procedures", "valid_from", "valid_to")
    list_select_related = ("representative", "person", "organisation")
    list_per_page = 50
    ordering = ("-pk",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_see(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_see(request)

    @admin.display(description=gettext_lazy("who acts"))
    def acting(self, held: Representation) -> str:
        return str(held.representative)

    @admin.display(description=gettext_lazy("for whom"))
    def principal(self, held: Representation) -> str:
        return str(held.person or held.organisation)

    @admin.display(description=gettext_lazy("procedures"))
    def procedures(self, held: Representation) -> str:
        return ", ".join(held.procedure_codes) or _("all")

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        form = EndingForm if obj else NewRepresentationForm
        return super().get_form(request, obj, *args, form=form, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return ["acting", "principal", "basis", "procedures", "valid_from", "valid_to"]
        own = ["basis", "procedure_codes", "valid_from", "valid_to"]
        return ["representative_number", "person_number", "tax_code", "organisation_name", *own]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)[:-1] if obj else []

    def save_model(self, request: HttpRequest, obj: Representation, form: Any, change: Any) -> None:
        if (whom := obj.organisation) and whom._state.adding:
            whom.save()
            obj.organisation = whom
        super().save_model(request, obj, form, change)
