"""A person's choice of channels and language."""

from collections.abc import Mapping
from typing import Any

from caseflow.notices.models import Preference


def preference_of(user_id: int) -> Preference:
    """As chosen, or as it is for who never chose (unsaved)."""
    chosen = Preference.objects.filter(account=user_id).first()
    return chosen or Preference(account_id=user_id)


def choose(user_id: int, wishes: Mapping[str, Any]) -> Preference:
    preference, _is_new = Preference.objects.update_or_create(
        account_id=user_id, defaults=dict(wishes)
    )
    return preference
