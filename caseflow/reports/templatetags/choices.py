from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def options(choices: Iterable[tuple[str, str]]) -> SafeString:
    """For a `datalist` of thousands, over which a loop of the template takes four times as long."""
    return format_html_join("", '<option value="{}">{}</option>', choices)
