"""Figures that count procedures: which ones, each with the files that let it be counted."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from caseflow.indicators import reading
from caseflow.indicators.cataloguing import CONDITIONS, procedures_in
from caseflow.indicators.formulas import PROCEDURES, Definition, counter_and_catalogue
from caseflow.reports.links import files as files_address
from caseflow.reports.selections import Selection
from caseflow.reports.tables import Cell, Column, Kind, Table
from procedures.models import Procedure


def counts_procedures(definition: Definition) -> bool:
    return any(name in CONDITIONS or name.startswith(PROCEDURES) for name in definition.counts)


def procedures_behind(selection: Selection, names: Sequence[str], without: Sequence[str]) -> Table:
    left_out = {key for name in without for key in files_by_procedure(selection, name)}
    files = {
        key: counted
        for name in names
        for key, counted in files_by_procedure(selection, name).items()
        if key not in left_out
    }
    procedures = Procedure.objects.filter(pk__in=files).order_by("code")
    rows = [
        (Cell(f"{code} {name}"), files_cell(selection, code, *files[pk]))
        for pk, code, name in procedures.values_list("pk", "code", "name")
    ]
    return Table(
        "procedures",
        _("Procedures"),
        [Column(_("Procedure")), Column(_("Files"), Kind.COUNT)],
        rows,
        note=_("This figure counts procedures, not files."),
        empty=_("No procedure is counted."),
    )


def files_by_procedure(selection: Selection, name: str) -> dict[int, tuple[str, int | None]]:
    """The counter and its count of each procedure; None where the catalogue alone counts it."""
    if name in CONDITIONS:
        return dict.fromkeys(procedures_in(name), ("", None))
    counter, among = counter_and_catalogue(name)
    found = reading.totals_by_procedure(
        selection.place, selection.first, selection.last, names=(counter,)
    )
    offered = set(procedures_in(among)) if among else found.keys()
    return {
        key: (counter, totals[counter])
        for key, totals in found.items()
        if totals[counter] and selection.procedure_id in (None, key)
        if key in offered
    }


def files_cell(selection: Selection, code: str, counter: str, count: int | None) -> Cell:
    if count is None:
        return Cell()
    return Cell(count, files_address(selection, counter=counter, procedure=code))
