from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import RATINGS, RatedItem

STARS = dict(
    zip(RATINGS, (_("very bad"), _("bad"), _("fair"), _("good"), _("very good")), strict=True)
)
WHOLE, TEXT = "rating", "text"
LONGEST_TEXT = 2000


class RatingForm(forms.Form):
    """The whole has to be rated; the eight items of Decree 118/2025 art 33 may be."""

    rating = forms.TypedChoiceField(
        label=_("Altogether"), choices=list(STARS.items()), coerce=int, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What you want to add"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for item in RatedItem:
            self.fields[item] = forms.TypedChoiceField(
                label=item.label,
                choices=list(STARS.items()),
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.order_fields([WHOLE, *RatedItem, TEXT])

    def said(self) -> dict[str, Any]:
        """As the verb wants it."""
        values = self.cleaned_data
        items = {item: values[item] for item in RatedItem if values[item]}
        return {"rating": values[WHOLE], "items": items, "text": values[TEXT]}
