"""The filings of a plan as whole chains, told by the verbs of the case; nothing is saved here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

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
from seeds.demonstration.plan import Filing
from seeds.demonstration.staffing import Posts, Staff, staff_for

#: Nobody in particular: the people of the plan have no accounts.
APPLICANT = Actor(user_id=None, role=Role.CITIZEN)


@dataclass(frozen=True, slots=True)
class Office:
    """A centre with the procedures it takes and the staff of the province."""

    center: Agency
    versions: Sequence[ProcedureVersion]
    posts: Posts
    #: When it is written down; nothing is told of what comes later.
    at: datetime

    def staff(self, decider: Agency, dice: Random) -> Staff:
        return staff_for(self.center, decider, self.posts, dice.choice)


def commune_centers() -> AgencyQuerySet:
    centers: AgencyQuerySet = ServiceCenter.objects.current().of_province(PROVINCE)
    communal = centers.filter(unit__level=Level.COMMUNE)
    return communal.select_related("unit", "parent").order_by("code")


def stories(office: Office, filings: Sequence[Filing], dice: Random) -> Iterator[Story]:
    numbers = numbers_of(office, filings)
    for filing in filings:
        decider = deciding_agency(filing.version, office.center)
        staff = office.staff(decider, dice)
        case = case_of(filing, office.center, decider, staff.clerk)
        case.number = next(numbers[decider.pk, filing_day(filing.at)])
        actor = staff.clerk if case.submitted_by_id else APPLICANT
        facts = facts_of(filing, dice)
        story = history.filed(case, actor=actor, at=filing.at, recorded_at=office.at, facts=facts)
        calendar = working_time_for(decider.pk)
        told(Tale(story, case, APPLICANT, staff, calendar, dice, until=office.at))
        yield story


def facts_of(filing: Filing, dice: Random) -> dict[str, Any]:
    """Papers without files, and an identity that only who files alone has proven."""
    is_alone = filing.assistance == Assistance.SELF
    sources = plan.PAPERS_OF_APPLICANTS if is_alone else plan.PAPERS_OF_STAFF
    papers = dice.choices(list(sources), list(sources.values()), k=dice.randint(1, 3))
    return {"identified": is_alone, "papers_by_source": dict(Counter(papers))}


def numbers_of(office: Office, filings: Iterable[Filing]) -> dict[tuple[int, date], Iterator[str]]:
    """The numbers of the deciders' days, as many as are needed.

    Counters stay locked until the caller commits; taken in order, no two callers block each other.
    """
    wanted = Counter(
        (deciding_agency(filing.version, office.center), filing_day(filing.at))
        for filing in filings
    )
    return {
        (decider.pk, day): iter(next_numbers(decider, day, count))
        for (decider, day), count in sorted(wanted.items(), key=place_and_day)
    }


def place_and_day(item: tuple[tuple[Agency, date], int]) -> tuple[int, date]:
    (decider, day), _count = item
    return decider.pk, day


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
