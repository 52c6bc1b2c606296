from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, Q
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from caseflow.accounts.models import Role, User
from caseflow.applications.models import Application, Document, Event
from caseflow.applications.papers import inspect
from caseflow.applications.querysets import ApplicationQuerySet
from caseflow.applications.states import FINISHED, OPEN, WITH_RESULT, Assistance, Channel, Origin
from caseflow.applications.verification import Verification
from caseflow.centers.calendars import working_time_for
from caseflow.centers.models import Officer, ServiceCenter
from caseflow.centers.working_time import VIETNAM
from caseflow.indicators import reading, rebuilding
from caseflow.issuing.models import Result
from caseflow.publishing.models import Publication
from caseflow.publishing.states import Kind
from procedures.validation import form_errors
from seeds import agencies
from seeds.demonstration import live_plan, loading, people, plan, telling, year
from seeds.demonstration.sharing import apportion
from seeds.demonstration.staffing import all_posts
from seeds.models import LoadedPart, Synthesis
from tests.keeping import rows_for_many_tests

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
AT = datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM)
SAID: list[str] = []
SIZE = 600
JUST_BEFORE = date(2026, 2, 27)
NAMES = [account.username for account in people.ACCOUNTS]


@dataclass(frozen=True)
class Demonstration:
    week: ApplicationQuerySet
    live: ApplicationQuerySet
    #: Whatever a test adds has a higher key.
    last: Application


@pytest.fixture(scope="module")
def demonstration(
    reference: dict[str, int],
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demonstration]:
    """One small province for all tests here."""
    folder = tmp_path_factory.mktemp("demonstration")
    storage = settings.STORAGES["default"]
    files = {"OPTIONS": storage["OPTIONS"] | {"location": folder / "files"}}
    apart = override_settings(
        SIGNATURES_PKCS12_FILE=folder / "demonstration.p12",
        SIGNATURES_PKCS12_DIR=folder,
        SIGNATURES_TRUST_DIR=folder,
        STORAGES=settings.STORAGES | {"default": storage | files},
    )
    with apart, rows_for_many_tests(django_db_blocker):
        loading.load(at=AT, say=SAID.append, applications=SIZE)
        connection.check_constraints()
        yield Demonstration(
            week=Application.objects.filter(origin=Origin.SYNTHETIC),
            live=Application.objects.filter(origin=Origin.LIVE),
            last=Application.objects.latest("pk"),
        )


@pytest.fixture(autouse=True)
def _demonstration(demonstration: Demonstration) -> None:
    """The first test pays for it, whichever it is."""


def finish(synthesis):
    province = year.Province.read()
    while year.write_next(synthesis, province):
        pass


def test_the_parts_of_a_whole_add_up_to_it():
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(plan.APPLICATIONS, list(plan.WAYS.values())) == list(plan.WAYS.values())


def test_the_week_is_the_one_of_the_press():
    online = sum(count for (channel, _), count in plan.WAYS.items() if channel == Channel.ONLINE)
    assert (online, sum(plan.WAYS.values())) == (37_599, 40_165)
    assert f"{100 * online / plan.APPLICATIONS:.2f}" == "93.61"


def test_no_two_live_files_share_a_key():
    files = [*live_plan.UNDER_WAY, *live_plan.TO_ISSUE, *live_plan.TO_RETURN]
    files += live_plan.JUST_DECIDED
    assert len({live.key for live in files}) == len(files)


def test_whoever_is_asked_for_has_a_telephone_that_says_it_is_made_up():
    phones = ServiceCenter.objects.current().of_province(agencies.PROVINCE).values_list("phone")
    assert all("(mẫu)" in phone for (phone,) in phones)


def test_nobody_is_stopped_for_want_of_a_supplement_before_the_laws_days():
    stops = Event.objects.filter(verb="stop").select_related("application")
    unanswered = [stop for stop in stops if stop.payload["ground"] == "no_supplement"]
    assert unanswered
    for stop in unanswered:
        asked = Event.objects.of(stop.application).get(verb="request_supplement")
        assert (stop.at - asked.at).days >= settings.APPLICATIONS_SUPPLEMENT_DAYS


def test_the_week_has_its_size_and_each_way_of_filing_its_count(demonstration):
    rows = demonstration.week.values("channel", "assistance").annotate(files=Count("pk")).order_by()
    found = {(row["channel"], row["assistance"]): row["files"] for row in rows}
    assert found == dict(zip(plan.WAYS, apportion(SIZE, list(plan.WAYS.values())), strict=True))


def test_staff_submit_what_they_typed_and_nobody_else_is_named(demonstration):
    staff = Q(assistance=Assistance.STAFF)
    assert not demonstration.week.filter(staff, submitted_by=None).exists()
    assert not demonstration.week.filter(~staff, submitted_by__isnull=False).exists()


def test_every_commune_has_its_part(demonstration):
    rows = demonstration.week.values("receiving_center").annotate(files=Count("pk")).order_by()
    sizes = [row["files"] for row in rows]
    assert len(sizes) == 148
    assert max(sizes) > 3 * min(sizes)


def test_it_was_filed_in_the_week_and_told_no_further_than_today(demonstration):
    filed = demonstration.week.values_list("filed_at", flat=True)
    assert {at.astimezone(VIETNAM).date() for at in filed} == set(plan.WEEK)
    assert Event.objects.filter(origin=Origin.SYNTHETIC, at__gt=AT).count() == 0


def test_the_staff_type_in_office_hours(demonstration):
    calendar = working_time_for(people.demonstration_center().pk)
    typed = demonstration.week.filter(assistance=Assistance.STAFF).values_list(
        "filed_at", flat=True
    )
    assert all(calendar.next_working_moment(at) == at for at in typed)


def test_every_form_fits_the_schema_of_its_version():
    for case in Application.objects.select_related("procedure_version"):
        assert form_errors(case.procedure_version, case.form) == {}, case.procedure


def test_nobody_real_is_meant(demonstration):
    real = Application.objects.exclude(applicant_identity__startswith="999")
    assert set(real.values_list("applicant_name", flat=True)) == {people.MAI.full_name}
    assert not demonstration.week.exclude(applicant_name__contains=" Mẫu ").exists()


def test_the_database_and_the_evidence_have_no_objection(demonstration):
    connection.check_constraints()
    verification = Verification()
    assert list(verification.of(Application.objects.all())) == []
    assert verification.applications == SIZE + demonstration.live.count()


def test_the_count_is_done_and_is_the_count_of_the_files(demonstration):
    week = reading.totals(None, *plan.WEEK[::7], names=("filed", "filed_online"))
    online = demonstration.week.filter(channel=Channel.ONLINE).count()
    assert week == {"filed": SIZE, "filed_online": online}
    assert rebuilding.compare() == []


def test_invented_results_have_no_document_and_say_so(demonstration):
    assert demonstration.week.filter(electronic_result=True).exists()
    assert not demonstration.week.exclude(result_digest="").exists()
    assert not Result.objects.exclude(application__origin=Origin.LIVE).exists()


def test_the_clerk_has_a_live_file_in_every_state(demonstration):
    center = people.demonstration_center()
    states = demonstration.live.filter(receiving_center=center).values_list("state", flat=True)
    assert set(states) == {*OPEN, *FINISHED}
    assert demonstration.live.count() == states.count() >= 36


def test_live_results_are_signed_and_their_papers_can_be_opened(demonstration):
    for result in Result.objects.select_related("application", "signature"):
        assert result.digest == result.application.result_digest
        with result.signature.document.open() as document:
            assert document.read(5) == b"%PDF-"
    issued = demonstration.live.filter(state__in=WITH_RESULT)
    assert Result.objects.count() == issued.count() == 10


def test_each_live_file_has_a_real_paper(demonstration):
    assert not demonstration.live.filter(documents=None).exists()
    assert {tuple(document.warnings) for document in Document.objects.all()} == {()}
    with Document.objects.first().file.open() as upload:
        assert inspect(upload).pages == 1


def test_mai_filed_her_own_files_herself(demonstration):
    mine = demonstration.live.filter(submitted_by__username="citizen")
    assert set(mine.values_list("assistance", "channel")) == {("self", "online")}
    assert mine.count() == 11


def test_some_open_live_file_is_overdue(demonstration):
    assert demonstration.live.overdue(AT).exists()


def test_everybody_of_the_demonstration_can_log_in():
    roles = {name: authenticate(username=name, password="caseflow").role for name in NAMES}
    helper = {"helper": Role.CITIZEN}
    assert roles == helper | {name: Role(name) for name in NAMES if name not in helper}
    posts = Officer.objects.filter(user__username__in=NAMES)
    assert {post.agency_id for post in posts} == {people.demonstration_center().pk}
    assert posts.count() == 3


def test_nobody_can_log_in_as_one_of_the_others():
    others = User.objects.exclude(username__in=NAMES)
    assert others.count() == 149 * 5 + 16 * 3 + people.NEIGHBOURS
    assert not any(user.has_usable_password() for user in others)


def test_every_centre_has_clerks_officers_and_a_leader():
    for center in ServiceCenter.objects.all():
        roles = set(Officer.objects.filter(agency=center).values_list("user__role", flat=True))
        assert roles == {Role.CLERK, Role.OFFICER, Role.LEADER}


def test_the_same_week_is_told_every_time():
    center = telling.commune_centers().first()
    office = telling.Office(center, plan.fileable(), all_posts(), AT)
    ways, when = plan.ways(30), plan.When(plan.WEEK, working_time_for(center.pk))

    def deeds():
        dice = Random(1)
        filings = plan.filings(ways, office.versions, when, dice)
        told = telling.stories(office, filings, dice)
        return [(s.case.applicant_name, [e[1:8] for e in s.entries]) for s in told]

    assert deeds() == deeds()


def test_the_quarter_of_the_week_is_published_from_a_sealed_day():
    assert set(Publication.objects.values_list("kind", "first")) == {
        (Kind.MONTH, date(2025, 7, 1)),
        (Kind.MONTH, date(2025, 8, 1)),
        (Kind.MONTH, date(2025, 9, 1)),
        (Kind.QUARTER, date(2025, 7, 1)),
    }
    [quarter] = Publication.objects.filter(kind=Kind.QUARTER)
    assert quarter.said["total"]["filed"] == SIZE
    assert quarter.seal.day == AT.date() - timedelta(days=1)


def test_a_second_load_changes_nothing():
    before = Event.objects.count(), User.objects.count()
    said = StringIO()
    call_command("load_demonstration", stdout=said)
    assert said.getvalue() == "The demonstration is loaded.\n"
    assert (Event.objects.count(), User.objects.count()) == before


def test_an_interrupted_load_goes_on_and_writes_nothing_twice(demonstration):
    before = Event.objects.count()
    LoadedPart.objects.exclude(name=loading.PEOPLE).delete()
    assert not loading.is_loaded()
    loading.load(at=AT, say=SAID.append, applications=SIZE)
    assert loading.is_loaded()
    assert Event.objects.count() == before


def test_a_year_has_its_size_and_its_days_and_stands_the_same_checks(demonstration):
    said = StringIO()
    call_command("synthesise", "--applications", "200", "--processes", "1", stdout=said)
    files = Application.objects.filter(pk__gt=demonstration.last.pk)
    synthesis = Synthesis.objects.get()
    assert files.count() == files.filter(origin=Origin.SYNTHETIC).count() == 200
    days = {at.astimezone(VIETNAM).date() for at in files.values_list("filed_at", flat=True)}
    assert min(days) >= synthesis.first_day
    assert max(days) <= synthesis.last_day
    assert len({(day.year, day.month) for day in days}) >= 12
    assert "applications 200 of 200" in said.getvalue()
    connection.check_constraints()
    assert list(Verification().of(files)) == []


def test_what_lies_beyond_the_year_is_left_open_and_not_hurried(demonstration):
    synthesis = year.begin(160, at=AT, first_day=JUST_BEFORE, last_day=JUST_BEFORE)
    finish(synthesis)
    files = Application.objects.filter(pk__gt=demonstration.last.pk)
    assert files.open().count() > 50
    assert not Event.objects.filter(application__in=files, at__gt=AT).exists()


def test_an_interrupted_year_goes_on_and_tells_no_part_twice(demonstration):
    synthesis = year.begin(148, at=AT)
    year.write_next(synthesis, year.Province.read())
    assert year.begin(148, at=AT + timedelta(days=9)) == synthesis
    finish(synthesis)
    assert year.progress(synthesis).is_done
    assert Application.objects.filter(pk__gt=demonstration.last.pk).count() == 148
    assert year.begin(148, at=AT) != synthesis


def test_a_year_that_cannot_be_told_is_refused_with_what_to_ask():
    with pytest.raises(CommandError, match="ask for 148"):
        call_command("synthesise", "--applications", "9")
    with pytest.raises(CommandError, match="last day"):
        call_command("synthesise", "--applications", "900", "--to", "2999-01-01")
    assert not Synthesis.objects.exists()


def test_the_accounts_are_printed_with_their_centre_and_a_warning():
    said = StringIO()
    call_command("demonstration_accounts", stdout=said)
    text = said.getvalue()
    assert all(name in text for name in (*NAMES, people.demonstration_center().code))
    assert "WARNING" in text
