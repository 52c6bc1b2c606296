import pytest

from caseflow.accounts.models import Role, User
from caseflow.centers.models import Officer
from caseflow.desk.models import SavedFilter
from tests.factories import an_office, filed_case

pytestmark = pytest.mark.django_db
LIST = "/admin/applications/application/"
QUERY = "queue=to_receive&channel=counter"


def saved(browser, name="Tại quầy", query=QUERY, **asked):
    return browser.post(f"{LIST}filters/", {"name": name, "filter": query} | asked, follow=True)


def chips(browser):
    return [chip.name for chip in browser.get(LIST, {"all": ""}).context["chips"]]


def a_colleague(office):
    user = User.objects.create_user("colleague", role=Role.CLERK, is_staff=True)
    Officer.objects.create(user=user, agency=office.center)
    return user


def test_a_filter_is_kept_under_its_name_and_shown_as_current(office, desk):
    page = saved(desk(Role.CLERK))
    (chip,) = page.context["chips"]
    assert (chip.name, chip.query, chip.is_current) == ("Tại quầy", QUERY, True)


def test_only_fields_of_the_filter_are_kept(office, desk):
    saved(desk(Role.CLERK), query="state=filed&after=x&next=//evil&text=025184000123")
    assert SavedFilter.objects.get().query == "state=filed"


def test_a_filter_is_the_owners_until_it_is_shared_with_the_office(office, desk):
    clerk, colleague = desk(Role.CLERK), desk(a_colleague(office))
    saved(clerk)
    assert chips(colleague) == []
    saved(clerk, shared="on")
    assert chips(colleague) == ["Tại quầy"]
    assert chips(desk(an_office().colleague(Role.CLERK))) == []


def test_only_the_owner_removes_a_filter(office, desk):
    clerk, colleague = desk(Role.CLERK), desk(a_colleague(office))
    saved(clerk, shared="on")
    address = f"{LIST}filters/{SavedFilter.objects.get().pk}/"
    colleague.post(address)
    assert chips(clerk) == ["Tại quầy"]
    clerk.post(address)
    assert chips(clerk) == []


def test_the_list_opens_with_the_default_filter_and_all_is_one_press_away(office, desk):
    clerk = desk(Role.CLERK)
    filed_case(office)
    saved(clerk, is_default="on")
    assert clerk.get(LIST).url == f"{LIST}?{QUERY}"
    assert clerk.get(LIST, {"all": ""}).status_code == 200
    clerk.post(f"{LIST}search/", {"text": "lo quynh"})
    assert clerk.get(LIST).status_code == 200


def test_there_is_one_default(office, desk):
    clerk = desk(Role.CLERK)
    saved(clerk, is_default="on")
    saved(clerk, name="Quá hạn", query="overdue=on", is_default="on")
    assert [kept.name for kept in SavedFilter.objects.filter(is_default=True)] == ["Quá hạn"]


@pytest.mark.parametrize(
    ("name", "query", "told"),
    [
        ("", QUERY, "Give the filter a name"),
        ("x" * 41, QUERY, "Give the filter a name"),
        ("Tất cả", "", "nothing to save"),
    ],
)
def test_what_cannot_be_kept_is_told(office, desk, name, query, told):
    assert told in saved(desk(Role.CLERK), name, query).content.decode()
    assert not SavedFilter.objects.exists()


def test_nobody_keeps_filters_without_end(office, desk, settings):
    settings.DESK_SAVED_FILTERS = 1
    clerk = desk(Role.CLERK)
    saved(clerk)
    assert "remove one first" in saved(clerk, name="Hai").content.decode()
    saved(clerk, query="state=filed")
    assert [kept.query for kept in SavedFilter.objects.all()] == ["state=filed"]
