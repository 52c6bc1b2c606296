"""The demonstration's week, centre by centre: a centre's part is written whole or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from random import Random

from django.db import transaction

from caseflow.accents import fold
from caseflow.accounts.models import Role
from caseflow.applications import evidence, history
from caseflow.applications.actors import Actor
from caseflow.applications.filing import filing_day
from caseflow.applications.models import Application
from caseflow.applications.numbering import next_numbers
from caseflow.applications.places import deciding_agency
from caseflow.applications.states import Assistance, Origin
from caseflow.applications.stories import Story
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Agency, ServiceCenter
from caseflow.centers.querysets import AgencyQuerySet
from caseflow.centers.states import Level
from procedures.models import ProcedureVersion
from seeds.agencies import PROVINCE
from seeds.demonstration import plan
from seeds.demonstration.fates import Tale, told
from seeds.demonstration.forms import example_about
from seeds.demonstration.plan import Filing, Way
from seeds.demonstration.staffing import Posts, Staff, all_posts, staff_for

#: Nobody in particular: the people of the week have no accounts.
APPLICANT = Actor(user_id=None, role=Role.CITIZEN)
#: How often the loader says how far it is.
CENTERS_PER_LINE = 15


@dataclass(frozen=True, slots=True)
class Office:
    """A centre with the procedures it takes and the staff of the province."""

    center: Agency
    versions: Sequence[ProcedureVersion]
    posts: Posts
    at: datetime

    def staff(self, decider: Agency, dice: Random) -> Staff:
        return staff_for(self.center, decider, self.posts, dice.choice)


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


def commune_centers() -> AgencyQuerySet:
    centers: AgencyQuerySet = ServiceCenter.objects.current().of_province(PROVINCE)
    communal = centers.filter(unit__level=Level.COMMUNE)
    return communal.select_related("unit", "parent").order_by("code")


def is_written(center: Agency) -> bool:
    cases = Application.objects.filter(receiving_center=center, origin=Origin.SYNTHETIC)
    written: bool = cases.exists()
    return written


@transaction.atomic
def write(office: Office, ways: Sequence[Way]) -> None:
    dice = Random(office.center.code)  # noqa: S311 (the same week in every load)
    calendar = working_time_for(office.center.pk)
    filings = plan.filings(ways, office.versions, calendar, dice)
    history.write_batch([*stories(office, filings, dice)])


def stories(office: Office, filings: Sequence[Filing], dice: Random) -> Iterator[Story]:
    numbers = numbers_of(office, filings)
    for filing in filings:
        decider = deciding_agency(filing.version, office.center)
        staff = office.staff(decider, dice)
        case = case_of(filing, office.center, decider, staff.clerk)
        case.number = next(numbers[decider.pk, filing_day(filing.at)])
        actor = staff.clerk if case.submitted_by_id else APPLICANT
        story = history.filed(case, actor=actor, at=filing.at, recorded_at=office.at)
        calendar = working_time_for(decider.pk)
        told(Tale(story, case, APPLICANT, staff, calendar, dice, until=office.at))
        yield story


def numbers_of(office: Office, filings: Iterable[Filing]) -> dict[tuple[int, date], Iterator[str]]:
    """The numbers of the deciders' days, as many as are needed."""
    wanted = Counter(
        (deciding_agency(filing.version, office.center), filing_day(filing.at))
        for filing in filings
    )
    return {
        (decider.pk, day): iter(next_numbers(decider, day, count))
        for (decider, day), count in wanted.items()
    }


def case_of(filing: Filing, center: Agency, decider: Agency, clerk: Actor) -> Application:
    applicant = filing.applicant
    typed_by_staff = filing.assistance == Assistance.STAFF
    case: Application = Application(
        procedure=filing.version.procedure,
        procedure_version=filing.version,
        receiving_center=center,
        deciding_agency=decider,
        returning_center=center,
        origin=Origin.SYNTHETIC,
        channel=filing.channel,
        assistance=filing.assistance,
        submitted_by_id=clerk.user_id if typed_by_staff else None,
        applicant_identity=applicant.identity_number,
        applicant_name=applicant.full_name,
        applicant_birth_date=applicant.born_on,
        applicant_address=center.unit.name,
        applicant_search_key=fold(applicant.full_name),
        form=example_about(applicant, filing.version, on=filing_day(filing.at)),
        declared_salt=evidence.new_salt(),
    )
    return case
