"""Addresses of the files behind a figure."""

from functools import cache

from django.urls import get_script_prefix, reverse

from caseflow.reports.selections import Selection


def files(selection: Selection, **asked: object) -> str:
    """`counter=finished_late`, or `definition=on_time_rate` with a `part`, or a span of time."""
    told = {name: str(value) for name, value in asked.items() if value is not None}
    return f"{page_below(get_script_prefix())}?{selection.query(**told)}"


@cache
def page_below(_prefix: str) -> str:
    """A report has a thousand links to the one page, and finding it takes as long as the rest."""
    return reverse("reports:files")
