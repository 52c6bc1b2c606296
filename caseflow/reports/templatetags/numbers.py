from django import template

from caseflow.drawing.canvas import worded

register = template.Library()

register.filter("worded", worded)
