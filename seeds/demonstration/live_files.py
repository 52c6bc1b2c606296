"""Files in progress at the demonstration clerk's centre, made by the verbs that people use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from random import Random

from django.db import transaction
from django.utils import timezone

from caseflow.accounts.models import Role
from caseflow.applications import filing, papers
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Event
from caseflow.applications.states import ApplicantKind, Assistance, Channel, State
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Agency
from caseflow.centers.working_time import WorkingTime
from caseflow.issuing.following import FOLLOWER, handle
from citizens.models import Citizen
from procedures.models import ProcedureVersion
from procedures.publishing import in_force_for
from seeds.demonstration import names
from seeds.demonstration.fates import Tale, hand_over
from seeds.demonstration.forms import example_about
from seeds.demonstration.live_plan import (
    JUST_DECIDED,
    TO_ISSUE,
    TO_RETURN,
    UNDER_WAY,
    LiveFile,
)
from seeds.demonstration.names import Person
from seeds.demonstration.papers import sample
from seeds.demonstration.people import demonstration_center
from seeds.demonstration.plan import in_office_hours
from seeds.demonstration.staffing import Posts, all_posts, staff_for

#: As many of the papers asked for are attached.
PAPERS = 2


@dataclass(frozen=True, slots=True)
class Office:
    """The demonstration clerk's centre, and who files there."""

    center: Agency
    posts: Posts
    #: Mai first.
    citizens: Sequence[tuple[Actor, Person]]
    at: datetime


def load(*, at: datetime) -> int:
    """Makes the files that are missing, has the decided ones signed, returns results."""
    office = Office(demonstration_center(), all_posts(), citizens(), at)
    under_way = [made(live, office) for live in (*UNDER_WAY, *TO_ISSUE)]
    to_return = [made(live, office) for live in TO_RETURN]
    hand_out_papers([*under_way, *to_return])
    for case in to_return:
        give_back(case, office)
    for live in JUST_DECIDED:
        made(live, office)
    return len((*UNDER_WAY, *TO_ISSUE, *TO_RETURN, *JUST_DECIDED))


def citizens() -> list[tuple[Actor, Person]]:
    people = Citizen.objects.exclude(account=None).order_by("pk")
    return [(actor_of(citizen), person_of(citizen)) for citizen in people]


def actor_of(citizen: Citizen) -> Actor:
    return Actor(
        citizen.account_id,
        Role.CITIZEN,
        citizen_id=citizen.pk,
        identity=citizen.identity_number,
    )


def person_of(citizen: Citizen) -> Person:
    return Person(citizen.full_name, citizen.identity_number, citizen.date_of_birth)


def made(live: LiveFile, office: Office) -> Application:
    """The file, from an interrupted load or now; whole in one transaction."""
    dice = Random(live.key)  # noqa: S311 (the same files in every load)
    actor, applicant = parties(live, office, dice)
    key = filing.Key(live.key, digest="")
    if earlier := filing.filed_before(key, user_id=actor.user_id):
        return earlier
    with transaction.atomic():
        case = filed(live, office, actor, applicant, key, dice)
        tale = tale_of(case, office, actor, dice)
        tale.follow(live.steps)
    return tale.case


def parties(live: LiveFile, office: Office, dice: Random) -> tuple[Actor, Person]:
    """Who types, and for whom."""
    mai, *neighbours = office.citizens
    citizen, person = mai if live.mine else dice.choice(neighbours)
    match live.assistance:
        case Assistance.SELF:
            return citizen, person
        case Assistance.ASSISTED:
            return citizen, names.person(dice)
        case _:
            return office.posts[office.center.pk, Role.CLERK][0], names.person(dice)


def filed(
    live: LiveFile, office: Office, actor: Actor, applicant: Person, key: filing.Key, dice: Random
) -> Application:
    version = in_force_for(live.procedure)
    calendar = working_time_for(office.center.pk)
    at = working_moment(office.at, live.days_ago, calendar, dice)
    submission = filing.Submission(
        procedure=live.procedure,
        receiving_center=office.center.code,
        applicant=filing.Applicant(
            kind=ApplicantKind.PERSON,
            identity_number=applicant.identity_number,
            full_name=applicant.full_name,
            date_of_birth=applicant.born_on,
            address=office.center.unit.name,
        ),
        form=example_about(applicant, version, on=filing.filing_day(at)),
        channel=dice.choice((Channel.ONLINE, Channel.COUNTER)),
    )
    case = filing.file(submission, actor=actor, at=at, key=key)
    attach_papers(case, version, actor)
    return case


def working_moment(at: datetime, days: int, calendar: WorkingTime, dice: Random) -> datetime:
    """In office hours so many days ago, or on the last working day before."""
    day = timezone.localdate(at, timezone.get_default_timezone()) - timedelta(days=days)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return in_office_hours(day, calendar, dice)


def attach_papers(case: Application, version: ProcedureVersion, actor: Actor) -> None:
    asked_for = version.required_papers.filter(shown_only=False)[:PAPERS]
    titles = {paper.key: paper.name for paper in asked_for} or {papers.OTHER_PAPER: "Giấy tờ khác"}
    for key, title in titles.items():
        papers.attach(case, sample(title), paper=key, actor=actor, at=case.filed_at)


def tale_of(case: Application, office: Office, actor: Actor, dice: Random) -> Tale:
    staff = staff_for(office.center, case.deciding_agency, office.posts, itemgetter(0))
    calendar = working_time_for(case.deciding_agency_id)
    # A result is signed when it is signed, also where the rest is told of an earlier day.
    until = max(office.at, case.last_event_at)
    return Tale(case.pk, case, actor, staff, calendar, dice, until=until, hurried=True)


def hand_out_papers(cases: Sequence[Application]) -> None:
    """What the follower does within seconds of a deed; it finds this done whenever it looks."""
    events = Event.objects.filter(application__in=cases, verb__in=FOLLOWER.verbs)
    for event in events.order_by("pk"):
        handle(event)


def give_back(case: Application, office: Office) -> None:
    case = Application.objects.for_display().get(pk=case.pk)
    if case.state == State.ISSUED:
        tale = tale_of(case, office, Actor.system("portal"), Random(case.number))  # noqa: S311
        tale.follow([hand_over])
