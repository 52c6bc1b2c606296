"""The first table of a report as a drawing."""

from collections.abc import Sequence

from caseflow.drawing.charts import Chart, Point, bars
from caseflow.reports.tables import Cell, Printed, Table


def bars_of(table: Table, column: int) -> Chart | None:
    """One bar per row by the numbers of a column; None where there is nothing to draw."""
    shown = table.columns[column]
    rows = [list(row) for row in table.rows]
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


def point(printed: Sequence[Printed], row: Sequence[Cell], column: int) -> Point:
    shown = printed[column]
    return Point(printed[0].text, number_of(row[column].value), shown.text, shown.href)


def number_of(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
