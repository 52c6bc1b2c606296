"""What is looked up in the register, as the page and its exports are asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.applications.actors import Actor
from caseflow.centers.models import Agency
from caseflow.centers.states import AgencyKind
from caseflow.issuing.books import Page, Wanted, fields_of, page_of
from caseflow.issuing.models import Book
from caseflow.issuing.register_lines import Key

PAGE = 50
#: Beyond these no instant can be counted with.
DAYS = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))
ALL = ("", gettext_lazy("all"))


class RegisterForm(forms.Form):
    """A centre is asked for where the asker has more than one."""

    first = forms.DateField(
        label=gettext_lazy("received from"),
        widget=forms.DateInput({"type": "date"}),
        validators=DAYS,
    )
    last = forms.DateField(
        label=gettext_lazy("received to"),
        widget=forms.DateInput({"type": "date"}),
        validators=DAYS,
    )
    field_order = ("center", "field")

    def __init__(self, data: dict[str, Any], centers: list[Agency], fields: list[str]) -> None:
        super().__init__(data)
        self.fields["field"] = forms.ChoiceField(
            label=_("field of government"),
            choices=[ALL, *((name, name) for name in fields)],
            required=False,
        )
        if len(centers) > 1:
            choices = [(one.code, one.name) for one in centers]
            self.fields["center"] = forms.ChoiceField(label=_("centre"), choices=choices)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("last", _("The period ends before it begins; choose a later day."))
        return said


@dataclass(frozen=True, slots=True)
class Asked:
    form: RegisterForm
    center: Agency
    #: Names and addresses are for the centre that received the files.
    in_full: bool
    #: None while the form has errors.
    wanted: Wanted | None

    def page(self, request: HttpRequest) -> Page | None:
        if self.wanted is None:
            return None
        return page_of(
            self.wanted,
            after=Key.parsed(request.GET.get("after", "")),
            before=Key.parsed(request.GET.get("before", "")),
            size=PAGE,
            in_full=self.in_full,
        )

    @property
    def book(self) -> Book | None:
        """The only book of what is asked, which can be printed."""
        books = list(self.wanted.books[:2]) if self.wanted else []
        return books[0] if len(books) == 1 else None


def asked(request: HttpRequest, actor: Actor, *, today: date) -> Asked:
    centers = centers_of(actor)
    if not centers:
        raise PermissionDenied(_("Only service centres keep a register; yours is another office."))
    sent = request.GET.get("center", "")
    center = next((one for one in centers if one.code == sent), centers[0])
    data = {"center": center.code, "first": today.replace(day=1), "last": today}
    data |= {name: request.GET[name] for name in ("field", "first", "last") if name in request.GET}
    form = RegisterForm(data, centers, fields_of(center))
    said = form.cleaned_data if form.is_valid() else None
    wanted = Wanted(center, said["first"], said["last"], said["field"]) if said else None
    return Asked(form, center, in_full=center.pk in actor.office_ids, wanted=wanted)


def centers_of(actor: Actor) -> list[Agency]:
    """Whose registers the actor may open: the own centre's, or any for who supervises."""
    centers = Agency.objects.filter(kind=AgencyKind.SERVICE_CENTER)
    if actor.sees_everything:
        with_books = Book.objects.order_by().values("center")
        found = centers.filter(pk__in=with_books)
    else:
        found = centers.filter(pk__in=actor.office_ids)
    return list(found.select_related("unit", "parent").order_by("sort_key", "pk"))
