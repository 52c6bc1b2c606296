"""The first table of a report as a drawing."""

from itertools import islice

from django.utils.translation import gettext as _

from caseflow.drawing.charts import Chart, Point, bars
from caseflow.reports.tables import Table

#: More are no picture; the table has them all.
MOST_BARS = 20


def bars_of(table: Table) -> Chart | None:
    """A bar for each of the first rows by the first column of numbers; None without any."""
    place, shown = next(
        (place, column) for place, column in enumerate(table.columns) if column.is_number
    )
    rows = list(islice(table.rows, MOST_BARS + 1))
    points = [
        Point(
            printed[0].text, number_of(row[place].value), printed[place].text, printed[place].href
        )
        for row, printed in zip(rows, map(table.printed_row, rows), strict=True)
    ]
    if not any(point.value for point in points):
        return None
    head = str(table.columns[0].title), str(shown.title)
    title = f"{table.title}: {shown.title}"
    is_cut = len(points) > MOST_BARS
    told = _("The first %(count)d of the table.") % {"count": MOST_BARS} if is_cut else ""
    return bars(points[:MOST_BARS], title=title, description=told, head=head)


def number_of(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
