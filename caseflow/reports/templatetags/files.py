from django import template

from caseflow.reports import links
from caseflow.reports.selections import Selection

register = template.Library()


@register.simple_tag
def files(selection: Selection, **asked: object) -> str:
    """The address of the files behind a figure of the selection."""
    return links.files(selection, **asked)
