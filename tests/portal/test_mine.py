"""A citizen's own files: everything of theirs, and nothing of anybody else's."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from caseflow.accounts.models import Role, User
from caseflow.applications import reading
from caseflow.applications.models import Event
from caseflow.applications.states import Door, State
from caseflow.issuing.slips import hand_out
from caseflow.notices import choosing
from caseflow.notices.models import PushSubscription
from caseflow.portal.mine.views import files, papers
from citizens.models import Citizen, Representation
from tests.applications.stores import kept_for
from tests.factories import (
    IDENTITY,
    MONDAY,
    PASSWORD,
    a_citizen,
    a_procedure,
    a_supervisor,
    case_in,
    filed_case,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
#: The point of the curve's own base, in RFC 8291's coding, and sixteen zero bytes.
KEYS = {
    "p256dh": "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKW"
    "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
    "auth": "AAAAAAAAAAAAAAAAAAAAAA",
}
NAM = ("025190000456", "Hà Văn Nam")


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storage = settings.STORAGES["default"]
    place = {"OPTIONS": storage["OPTIONS"] | {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": storage | place}


def browser_of(user):
    client = Client(headers=ENGLISH)
    client.force_login(user)
    return client


@pytest.fixture
def _push_is_offered(settings):
    settings.NOTICES_PUSH_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
    push = {"push": "caseflow.notices.backends.push.WebPushBackend"}
    settings.NOTICES_BACKENDS = settings.NOTICES_BACKENDS | push


@pytest.fixture
def mai():
    return a_citizen()


@pytest.fixture
def portal(mai):
    return browser_of(mai)


@pytest.fixture
def stranger():
    return browser_of(a_citizen(*NAM))


def pages_of(case):
    page = f"/mine/files/{case.number}/"
    return [page, f"{page}dates/", f"{page}slips/01-2/", f"{page}results/result-4/"]


def test_the_area_asks_to_log_in_and_comes_back(mai):
    client = Client(headers=ENGLISH)
    assert client.get("/mine/documents/").url == "/help/login/?next=/mine/documents/"
    said = {"username": mai.username, "password": PASSWORD}
    assert client.post("/help/login/", said).url == "/mine/"
    assert "My files" in client.get("/mine/").text


def test_the_list_shows_own_files_with_state_and_date(portal, office, mai):
    case = case_in(State.RECEIVED, office, by=mai)
    filed_case(office, identity_number=NAM[0], full_name=NAM[1])
    shown = portal.get("/mine/")
    assert [row.number for row, _sentence in shown.context["rows"]] == [case.number]
    assert f"{timezone.localtime(case.due_at):%H:%M %d/%m/%Y}" in shown.text


def test_the_list_goes_page_by_page(portal, office, mai, monkeypatch):
    monkeypatch.setattr(files, "PAGE", 2)
    version = a_procedure()
    filed = [filed_case(office, by=mai, version=version).number for _ in range(3)]
    first = portal.get("/mine/")
    older = portal.get("/mine/", {"after": first.context["page"].after})
    seen = [row.number for page in (first, older) for row, _sentence in page.context["rows"]]
    assert seen == filed[::-1]
    assert portal.get("/mine/", {"after": "nonsense"}).status_code == 200


def test_the_list_costs_the_same_for_many_files(portal, office, mai, django_assert_max_num_queries):
    version = a_procedure()
    for count in (1, 6):
        for _ in range(count):
            filed_case(office, by=mai, version=version)
        with django_assert_max_num_queries(6):
            portal.get("/mine/")


def test_a_file_shows_where_it_stands_and_how_dates_were_counted(portal, office, mai):
    case = case_in(State.RECEIVED, office, by=mai)
    shown = portal.get(f"/mine/files/{case.number}/").text
    assert "Your application is complete and was accepted." in shown
    printed = portal.get(f"/mine/files/{case.number}/dates/")
    (main,) = [clock for clock in printed.context["clocks"] if clock.is_main]
    assert main.due.due_at == case.due_at
    days = sum(len(clock.days) for clock in printed.context["clocks"])
    assert printed.text.count('data-field="effect_name"') == days >= 4


def test_a_slip_is_offered_and_taken_away(portal, office, mai):
    case = case_in(State.RECEIVED, office, by=mai)
    page, slip = f"/mine/files/{case.number}/", f"/mine/files/{case.number}/slips/01-2/"
    assert "being prepared" in portal.get(page).text
    assert portal.get(slip).url == page
    hand_out(Event.objects.get(application=case, verb="receive"), at=MONDAY)
    assert slip in portal.get(page).text
    assert b"".join(portal.get(slip)).startswith(b"%PDF-")


def test_what_passed_inside_the_office_stays_there(portal, office, mai):
    case = case_in(State.WITHDRAWN, office, by=mai)
    assert portal.get(f"/mine/files/{case.number}/slips/06-2/").status_code == 404


def test_another_persons_number_is_as_unknown_as_none(portal, stranger, office, mai):
    case = case_in(State.RECEIVED, office, by=mai)
    for page in pages_of(case):
        assert stranger.get(page).status_code == 404
        assert stranger.get(page.replace(case.number, "H99.1-260101-0001")).status_code == 404
    assert case.number not in stranger.get("/mine/").text
    objection = {"number": case.number, "text": "Không phải tôi"}
    assert stranger.post("/help/object/", objection).status_code == 404


def test_nobody_reads_without_logging_in(office, mai):
    case = case_in(State.RECEIVED, office, by=mai)
    for page in [*pages_of(case), "/mine/", "/mine/documents/1/", "/mine/notices/"]:
        assert Client().get(page).url.startswith("/help/login/")


@pytest.mark.parametrize("who", ["clerk", "supervisor"])
def test_an_office_account_reads_at_the_desk_and_not_here(who, office, mai):
    case = case_in(State.RECEIVED, office, by=mai)
    user = office.colleague(Role.CLERK) if who == "clerk" else a_supervisor()
    client = browser_of(user)
    for page in [*pages_of(case), "/mine/", "/mine/documents/", "/mine/notices/"]:
        answer = client.get(page)
        assert answer.status_code == 403
        assert case.number not in answer.text.replace(page, "")


def test_an_account_without_identity_sees_no_file_that_names_somebody(office, mai):
    case = filed_case(office, by=mai)
    nobody = browser_of(User.objects.create_user("nobody"))
    assert nobody.get(f"/mine/files/{case.number}/").status_code == 404
    assert "proven identity" in nobody.get("/mine/").text
    assert nobody.get("/mine/documents/").context["documents"] == []


def representing(stranger_identity, **days):
    return Representation.objects.create(
        representative=Citizen.objects.get(identity_number=stranger_identity),
        person=Citizen.objects.get(identity_number=IDENTITY),
        basis="Giấy ủy quyền 12/2026",
        **days,
    )


def test_a_representative_reads_for_as_long_as_the_right_lasts(stranger, office, mai):
    case, today = filed_case(office, by=mai), timezone.localdate()
    kept = kept_for(IDENTITY)
    held = representing(NAM[0], valid_from=today)
    assert stranger.get(f"/mine/files/{case.number}/").status_code == 200
    assert b"".join(stranger.get(f"/mine/documents/{kept.pk}/")).startswith(b"%PDF-")
    held.valid_from, held.valid_to = today - timedelta(days=9), today - timedelta(days=1)
    held.save()
    assert stranger.get(f"/mine/files/{case.number}/").status_code == 404
    assert stranger.get(f"/mine/documents/{kept.pk}/").status_code == 404


def test_the_document_store_gives_own_papers_only(portal, stranger, mai, monkeypatch):
    monkeypatch.setattr(papers, "PAGE", 1)
    first, second = kept_for(IDENTITY), kept_for(IDENTITY)
    shown = portal.get("/mine/documents/")
    assert shown.context["documents"] == [second]
    older = portal.get("/mine/documents/", {"before": shown.context["before"]})
    assert older.context["documents"] == [first]
    assert b"".join(portal.get(f"/mine/documents/{first.pk}/")).startswith(b"%PDF-")
    assert stranger.get(f"/mine/documents/{first.pk}/").status_code == 404


def test_the_owner_learns_which_office_opened_the_file(portal, office, mai):
    case = filed_case(office, by=mai)
    page = f"/mine/files/{case.number}/"
    assert "Nobody of an office has opened it yet." in portal.get(page).text
    reading.note(case, actor=office.clerk, door=Door.DESK, at=MONDAY)
    shown = portal.get(page).text
    assert f"<li>{office.center.name}" in shown
    assert "reception clerk" in shown
    assert office.colleague(Role.CLERK).username not in shown


def test_a_filing_by_others_can_be_objected_to_from_its_page(portal, office, mai):
    case = filed_case(office, at=timezone.now())
    shown = portal.get(f"/mine/files/{case.number}/")
    assert shown.context["may_object"]
    answer = portal.post("/help/object/", {"number": case.number, "text": "Không phải tôi"})
    assert "The centre sees your objection" in answer.text


def test_a_file_costs_few_queries(portal, office, mai, django_assert_max_num_queries):
    case = case_in(State.RECEIVED, office, by=mai)
    for _ in range(2):
        with django_assert_max_num_queries(20):
            portal.get(f"/mine/files/{case.number}/")
        reading.note(case, actor=office.clerk, door=Door.DESK, at=MONDAY)


def test_channels_are_chosen(portal, mai):
    portal.post("/mine/notices/", {"language": "en", "email": "on"})
    chosen = choosing.preference_of(mai.pk)
    assert (chosen.language, chosen.email, chosen.sms, chosen.push) == ("en", True, False, False)
    assert portal.post("/mine/notices/", {"language": "xx"}).status_code == 200
    assert choosing.preference_of(mai.pk).language == "en"


def sent(portal, path, body):
    text = body if isinstance(body, str) else json.dumps(body)
    return portal.post(path, text, content_type="application/json").status_code


@pytest.mark.usefixtures("_push_is_offered")
def test_a_browser_is_kept_and_forgotten(portal, mai):
    endpoint = "https://fcm.googleapis.com/fcm/send/abc"
    said = {"endpoint": endpoint, "keys": KEYS}
    assert sent(portal, "/mine/notices/browsers/", said) == 204
    assert PushSubscription.objects.get(account=mai).endpoint == endpoint
    assert sent(portal, "/mine/notices/browsers/forget/", {"endpoint": endpoint}) == 204
    assert not PushSubscription.objects.exists()


@pytest.mark.usefixtures("_push_is_offered")
@pytest.mark.parametrize("body", ["", "[", "[]", {"endpoint": "https://evil.example/", "keys": {}}])
def test_what_no_browser_says_is_refused(portal, body):
    assert sent(portal, "/mine/notices/browsers/", body) == 400
    assert not PushSubscription.objects.exists()


def test_where_no_push_is_set_up_none_is_offered(portal):
    assert "data-push" not in portal.get("/mine/notices/").text
    assert sent(portal, "/mine/notices/browsers/", {}) == 404


def test_the_pages_bring_no_inline_code(portal, office, mai):
    case = case_in(State.RECEIVED, office, by=mai)
    for page in [*pages_of(case)[:2], "/mine/", "/mine/documents/", "/mine/notices/"]:
        text = portal.get(page).text
        assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", text)
