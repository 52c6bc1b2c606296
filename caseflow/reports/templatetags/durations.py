from django import template

from caseflow.reports import spans

register = template.Library()

register.filter("duration", spans.duration)
register.filter("in_hours", spans.in_hours)
register.filter("in_days", spans.in_days)
