"""Who handles a case: the staff of the centre that received it and of the agency that decides."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from caseflow.accounts.models import Role
from caseflow.applications.actors import Actor
from caseflow.centers.models import Agency, Officer

#: Who works at an agency, by role.
Posts = Mapping[tuple[int, str], Sequence[Actor]]


class Staff(NamedTuple):
    clerk: Actor
    officer: Actor
    leader: Actor


def all_posts() -> Posts:
    actors: dict[tuple[int, str], list[Actor]] = {}
    for post in Officer.objects.select_related("user", "agency").order_by("user__username"):
        actor = Actor(post.user_id, post.user.role, post.agency.code)
        actors.setdefault((post.agency_id, actor.role), []).append(actor)
    return actors


def staff_for(
    center: Agency, decider: Agency, posts: Posts, choose: Callable[[Sequence[Actor]], Actor]
) -> Staff:
    """Those who decide for a commune work at its centre; a department's in the department."""
    there = center if decider.pk == center.parent_id else decider
    return Staff(
        clerk=choose(posts[center.pk, Role.CLERK]),
        officer=choose(posts[there.pk, Role.OFFICER]),
        leader=choose(posts[there.pk, Role.LEADER]),
    )
