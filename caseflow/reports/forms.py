from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from caseflow.accents import fold
from caseflow.centers.models import Agency
from caseflow.indicators.days import ASKABLE, office_day
from caseflow.indicators.viewers import Viewer
from caseflow.reports.selections import Selection
from procedures.models import Procedure

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

Row = TypeVar("Row", bound=Model)

#: The fields that `Selection.query` writes into an address.
SELECTED = frozenset({"from", "to", "center", "procedure"})
DAYS_SHOWN = timedelta(days=366 * 10)


class SelectionForm(forms.Form):
    """Period, centre and procedure; what is left out stays as `default` has it."""

    to = forms.DateField(label=_("To"), required=False, validators=ASKABLE)
    center = forms.CharField(label=_("Centre"), required=False, max_length=200)
    procedure = forms.CharField(label=_("Procedure"), required=False, max_length=200)

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        super().__init__(data)
        self.viewer = viewer
        # "from" is a word of the language and cannot name an attribute.
        since = forms.DateField(label=_("From"), required=False, validators=ASKABLE)
        self.fields = {"from": since} | self.fields

    @cached_property
    def default(self) -> Selection:
        """Looked up only where the address leaves a day out."""
        return Selection.by_default(self.viewer, today=office_day(timezone.now()))

    def asked(self) -> dict[str, str]:
        """What the address says beyond the selection."""
        more = [name for name in self.fields if name not in SELECTED]
        return {name: text for name in more if (text := self.data.get(name))}

    @property
    def kept(self) -> str:
        """For links that change only the selection."""
        return f"&{urlencode(chosen)}" if (chosen := self.asked()) else ""

    def clean_center(self) -> Agency | None:
        text = self.cleaned_data["center"]
        return found(self.viewer.offices, text, _("No centre is called so."))

    def clean_procedure(self) -> Procedure | None:
        text = self.cleaned_data["procedure"]
        return found(Procedure.objects.all(), text, _("No procedure is called so."))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first = values.get("from") or self.default.first
        last = values.get("to") or self.default.last
        if last < first:
            self.add_error("to", _("The period ends before it begins."))
        elif last - first > DAYS_SHOWN:
            self.add_error("from", _("Choose ten years at most."))
        return values

    @property
    def shown(self) -> Selection:
        """What the page is about: the default where the question cannot be answered."""
        return self.selection() if self.is_valid() else self.default

    def selection(self) -> Selection:
        values = self.cleaned_data
        return Selection(
            viewer=self.viewer,
            first=values["from"] or self.default.first,
            last=values["to"] or self.default.last,
            center=values["center"],
            procedure=values["procedure"],
        )


def found(rows: "QuerySet[Row]", text: str, unknown: "StrPromise") -> Row | None:
    """The one row whose code was typed, or whose name has all these words."""
    if not text:
        return None
    code, _gap, _name = text.partition(" ")
    if exact := rows.filter(code=code).first():
        return exact
    matching = list(rows.filter(search_key__contains=fold(text)).order_by("pk")[:2])
    if not matching:
        raise forms.ValidationError(unknown)
    if len(matching) > 1:
        raise forms.ValidationError(_("Several match; choose one from the list or give its code."))
    return matching[0]
