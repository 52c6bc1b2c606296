"""Times by officer, for one office: a province's officers are not compared across offices."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from caseflow.indicators import reading
from caseflow.reports.lines import Line
from caseflow.reports.times.speeds import Speed
from caseflow.reports.times.wanted import Wanted

COUNTED = ("filed", "finished", "finished_late", "finished_by_due")


def lines(wanted: Wanted) -> list[Line]:
    """Who had the ended files last; those that nobody was assigned stand under no name."""
    selection = wanted.selection
    asked = selection.place, selection.first, selection.last
    procedure = selection.procedure_id
    totals = reading.totals_by_officer(*asked, procedure=procedure, names=COUNTED)
    bins = reading.bins_by_officer(wanted.measure, *asked, procedure=procedure)
    names = names_of(totals)
    return [
        Line(
            pk or 0,
            "",
            names.get(pk, _("nobody assigned")),
            counted,
            Speed.of(bins.get(pk, {})),
        )
        for pk, counted in totals.items()
    ]


def names_of(keys: dict[int | None, reading.Totals]) -> dict[int | None, str]:
    users = get_user_model().objects.filter(pk__in=[key for key in keys if key]).order_by("pk")
    return {user.pk: user.get_full_name() or user.get_username() for user in users}
