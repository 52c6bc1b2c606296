"""A person's choice of channels, language and browsers."""

from collections.abc import Mapping
from typing import Any

from caseflow.notices.models import Preference, PushSubscription


def preference_of(user_id: int) -> Preference:
    """As chosen, or as it is for who never chose (unsaved)."""
    chosen = Preference.objects.filter(account=user_id).first()
    return chosen or Preference(account_id=user_id)


def choose(user_id: int, wishes: Mapping[str, Any]) -> Preference:
    preference, _is_new = Preference.objects.update_or_create(
        account_id=user_id, defaults=dict(wishes)
    )
    return preference


def subscribe(user_id: int, *, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
    """A browser belongs to who used it last."""
    browser, _is_new = PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults={"account_id": user_id, "p256dh": p256dh, "auth": auth}
    )
    return browser


def unsubscribe(user_id: int, *, endpoint: str) -> None:
    PushSubscription.objects.filter(account=user_id, endpoint=endpoint).delete()
