"""Addresses of the files behind a figure."""

from django.urls import reverse

from caseflow.reports.selections import Selection


def files(selection: Selection, **asked: object) -> str:
    """`counter=finished_late`, or `definition=on_time_rate` with a `part`, or a span of time."""
    told = {name: str(value) for name, value in asked.items() if value is not None}
    return f"{reverse('reports:files')}?{selection.query(**told)}"
