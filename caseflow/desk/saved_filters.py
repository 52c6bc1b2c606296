"""Filters of the list that somebody saved under a name."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from caseflow.applications.actors import Actor
from caseflow.desk.listing import filter_in
from caseflow.desk.models import SavedFilter


class SavingForm(forms.Form):
    name = forms.CharField(label=_("Name of the filter"), max_length=40)
    shared = forms.BooleanField(label=_("for all of the office"), required=False)
    is_default = forms.BooleanField(label=_("open the list with it"), required=False)


class TooMany(Exception):
    """Somebody keeps as many filters as the setting allows."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A saved filter as the list shows it."""

    pk: int
    name: str
    query: str
    is_own: bool
    is_current: bool


def chips(actor: Actor, current: str) -> list[Chip]:
    saved = SavedFilter.objects.shown_to(actor.user_id, actor.office_ids)
    return [
        Chip(kept.pk, kept.name, kept.query, kept.owner_id == actor.user_id, kept.query == current)
        for kept in saved
    ]


def save(
    asked: QueryDict, *, name: str, shared: bool, is_default: bool, actor: Actor
) -> SavedFilter | None:
    """Under the same name the newer replaces the older; None where nothing is narrowed."""
    query = filter_in(asked).urlencode()[:500]
    if not query:
        return None
    own = SavedFilter.objects.filter(owner=actor.account)
    with transaction.atomic():
        if own.exclude(name=name).count() >= settings.DESK_SAVED_FILTERS:
            raise TooMany
        if is_default:
            own.update(is_default=False)
        saved, _created = SavedFilter.objects.update_or_create(
            owner_id=actor.account,
            name=name,
            defaults={
                "query": query,
                "shared_with_id": actor.office_ids[0] if shared and actor.office_ids else None,
                "is_default": is_default,
            },
        )
    return saved


def remove(pk: int, *, actor: Actor) -> bool:
    """Only one's own."""
    removed, _rows = SavedFilter.objects.filter(pk=pk, owner=actor.account).delete()
    return bool(removed)


def default_query(actor: Actor) -> str:
    own = SavedFilter.objects.filter(owner=actor.account, is_default=True)
    return own.values_list("query", flat=True).first() or ""
