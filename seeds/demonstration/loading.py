"""Loading the demonstration part by part; a part that stands whole is marked and left alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Max

from caseflow.accounts.models import User
from caseflow.applications.following import follow
from caseflow.applications.models import Application
from caseflow.applications.states import Origin
from caseflow.indicators import following, rebuilding, tallying
from caseflow.indicators.models import StaleCase
from seeds.demonstration import (
    live_files,
    people,
    plan,
    publications,
    scorecards,
    signers,
    week,
)
from seeds.models import LoadedPart

PEOPLE, SIGNERS, LIVE_FILES, WEEK, COUNT = "people", "signers", "live files", "week", "count"
SCORECARDS, PUBLICATIONS = "scorecards", "publications"
PARTS = (PEOPLE, SIGNERS, LIVE_FILES, WEEK, COUNT, SCORECARDS, PUBLICATIONS)
Say = Callable[[str], None]


class LoadRefused(Exception):
    """The database lacks the reference data, or holds what is not the demonstration's."""


def is_loaded() -> bool:
    return LoadedPart.objects.filter(name__in=PARTS).count() == len(PARTS)


def load(
    *,
    at: datetime,
    say: Say,
    applications: int = plan.APPLICATIONS,
    among_real_files: bool = False,
) -> None:
    """Goes on where an interrupted load stopped; raises `LoadRefused` before anything is done."""
    done = set(LoadedPart.objects.values_list("name", flat=True))
    if not done:
        refuse_without_reference()
        refuse_taken_accounts()
        if not among_real_files:
            refuse_real_files()
    loaders: dict[str, Callable[[], object]] = {
        PEOPLE: people.load,
        SIGNERS: lambda: signers.load(at=at),
        LIVE_FILES: lambda: live_files.load(at=at),
        # Written down the day before, which is over and can be sealed.
        WEEK: lambda: week.load(at=at - timedelta(days=1), say=say, total=applications),
        COUNT: count,
        SCORECARDS: lambda: scorecards.load(at=at),
        PUBLICATIONS: lambda: publications.load(at=at, say=say),
    }
    for name in PARTS:
        if name not in done:
            load_part(name, loaders[name], at=at, say=say)


def load_part(name: str, loader: Callable[[], object], *, at: datetime, say: Say) -> None:
    began = monotonic()
    say(f"{name} …")
    loader()
    LoadedPart.objects.create(name=name, loaded_at=at)
    say(f"{name}: {monotonic() - began:.1f} s")


def refuse_without_reference() -> None:
    if not people.demonstration_centers():
        raise LoadRefused("There are no places and centres here yet; run load_reference first.")


def refuse_real_files() -> None:
    if Application.objects.filter(origin=Origin.LIVE).exists():
        raise LoadRefused("There are live applications here that are not the demonstration's.")


def refuse_taken_accounts() -> None:
    names = [account.username for account in people.ACCOUNTS]
    taken = User.objects.filter(username__in=names).order_by("username")
    if taken:
        listed = ", ".join(user.username for user in taken)
        raise LoadRefused(f"These accounts exist here and are not the demonstration's: {listed}.")


def count() -> None:
    """All at once, with what the follower has noted until then."""
    follow(following.FOLLOWER.name)
    noted = StaleCase.objects.aggregate(last=Max("pk", default=0))["last"]
    for cases in rebuilding.ranges():
        tallying.renew_facts(cases)
    rebuilding.recount()
    StaleCase.objects.filter(pk__lte=noted).delete()
