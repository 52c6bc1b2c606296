"""One parent and one event row, as small as a case system could make them."""

import uuid

from django.db import models


def new_number() -> str:
    return uuid.uuid4().hex


class Parent(models.Model):
    """Nine columns; seven indexes, those that Django makes by itself for these fields."""

    number = models.CharField(max_length=60, unique=True, default=new_number)
    procedure = models.CharField(max_length=20, db_index=True)
    center = models.CharField(max_length=35, db_index=True)
    state = models.CharField(max_length=24, default="filed")
    applicant_name = models.CharField(max_length=200)
    form = models.JSONField(default=dict)
    filed_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number


class Event(models.Model):
    """Six columns, two indexes."""

    parent = models.ForeignKey(Parent, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20)
    to_state = models.CharField(max_length=24)
    actor = models.CharField(max_length=35, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.parent_id} {self.verb}"
