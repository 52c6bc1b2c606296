"""The first table of a report as a drawing."""

from itertools import islice

from caseflow.drawing.charts import Chart, Point, bars
from caseflow.reports.tables import Table

#: More are no picture; the table has them all.
MOST_BARS = 20


def bars_of(table: Table, column: int) -> Chart | None:
    """A bar for each of the first rows by the numbers of a column; None without any."""
    shown = table.columns[column]
    rows = [list(row) for row in islice(table.rows, MOST_BARS)]
    points = [
        Point(
            printed[0].text,
            number_of(row[column].value),
            printed[column].text,
            printed[column].href,
        )
        for row, printed in zip(rows, map(table.printed_row, rows), strict=True)
    ]
    if not any(point.value for point in points):
        return None
    head = str(table.columns[0].title), str(shown.title)
    title = f"{table.title}: {shown.title}"
    return bars(points, title=title, description=str(table.note), head=head)


def number_of(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
