"""Who of the office has the same file open: marks with a short life, gone when a page closes.

The marks hold keys and no names, and lie in the cache: without Redis nobody is shown, and nothing
else is missed.
"""

from django.conf import settings
from django.core.cache import cache

from caseflow.applications.actors import Actor
from caseflow.centers.models import Officer

#: A page that misses so many signs of life in a row counts as closed.
MISSES = 3


def mark(case: int, *, account: int) -> None:
    life = settings.DESK_SIGN_OF_LIFE_SECONDS * MISSES
    cache.set(key(case, account), 1, timeout=life)


def unmark(case: int, *, account: int) -> None:
    cache.delete(key(case, account))


def colleagues_at(case: int, actor: Actor) -> list[str]:
    """The names of others of the actor's offices who look at this file now."""
    posts = Officer.objects.filter(agency__in=actor.office_ids, user__is_active=True)
    others = posts.exclude(user=actor.user_id).select_related("user").order_by("user__username")
    names = {
        key(case, post.user_id): post.user.get_full_name() or post.user.username for post in others
    }
    present = cache.get_many(names)
    return [name for sign, name in names.items() if sign in present]


def key(case: int, account: int) -> str:
    return f"desk:open:{case}:{account}"
