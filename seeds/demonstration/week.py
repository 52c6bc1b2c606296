"""The demonstration's week, centre by centre: a centre's part is written whole or not at all."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from random import Random

from django.db import transaction

from caseflow.applications import history
from caseflow.applications.models import Application
from caseflow.applications.states import Origin
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Agency
from seeds.demonstration import plan
from seeds.demonstration.plan import Way, When
from seeds.demonstration.staffing import all_posts
from seeds.demonstration.telling import Office, commune_centers, stories

#: How often the loader says how far it is.
CENTERS_PER_LINE = 15


def load(*, at: datetime, say: Callable[[str], None], total: int = plan.APPLICATIONS) -> int:
    """Writes what is missing of the week; `at` is when it is written down."""
    centers = list(commune_centers())
    dealt = iter(plan.ways(total))
    sizes = plan.sizes(centers, total)
    versions, posts = plan.fileable(), all_posts()
    written = 0
    for number, (center, size) in enumerate(zip(centers, sizes, strict=True), 1):
        ways = list(islice(dealt, size))
        if not is_written(center):
            write(Office(center, versions, posts, at), ways)
        written += size
        if number % CENTERS_PER_LINE == 0:
            say(f"applications {written} of {total}")
    return written


def is_written(center: Agency) -> bool:
    cases = Application.objects.filter(receiving_center=center, origin=Origin.SYNTHETIC)
    written: bool = cases.exists()
    return written


@transaction.atomic
def write(office: Office, ways: Sequence[Way]) -> None:
    dice = Random(office.center.code)  # noqa: S311 (the same week in every load)
    when = When(plan.WEEK, working_time_for(office.center.pk))
    filings = plan.filings(ways, office.versions, when, dice)
    history.write_batch([*stories(office, filings, dice)])
