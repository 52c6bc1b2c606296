"""Which deed calls for which slip, and what it says."""

from datetime import timedelta

import pytest

from caseflow.accounts.models import User
from caseflow.applications import lifecycle
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, HelperSession
from caseflow.applications.states import ApplicantKind, Ground, State
from caseflow.centers.models import Agency, DigitalTeam
from caseflow.issuing import sources
from caseflow.issuing.following import handle
from caseflow.issuing.models import Slip
from citizens.models import Citizen, Organisation, Representation
from tests.factories import MONDAY, a_citizen, case_in, filed_case
from tests.issuing.papers import content_of, follow_up, last_event, text_of

pytestmark = pytest.mark.django_db
TAX_CODE = "0100233488"


@pytest.mark.parametrize(
    ("state", "forms"),
    [
        (State.FILED, []),
        (State.RECEIVED, ["01"]),
        (State.SUPPLEMENT_REQUESTED, ["02"]),
        (State.REFUSED, ["03"]),
        (State.STOPPED, ["05", "06"]),
        (State.RETURNED, ["06"]),
        (State.WITHDRAWN, []),
    ],
)
def test_each_deed_of_the_office_gets_its_slips_once(office, state, forms):
    event = last_event(case_in(state, office))
    handle(event)
    handle(event)
    slips = Slip.objects.filter(event=event).order_by("form")
    assert [slip.form for slip in slips] == forms
    assert all(len(content_of(slip)) == slip.size for slip in slips)


def withdrawn(case: Application, reason: str = "") -> Application:
    owner = Actor(case.submitted_by_id, "citizen")
    lifecycle.withdraw(case.pk, actor=owner, at=case.last_event_at, reason=reason)
    return follow_up(Application.objects.get(pk=case.pk))


def test_withdrawing_what_was_received_is_confirmed_with_its_ground(office):
    withdrawn(case_in(State.IN_REVIEW, office), "Tôi đổi ý")
    slip = Slip.objects.get(form="05")
    assert slip.sheet["ground"] == "theo đề nghị của người nộp hồ sơ"
    assert (slip.sheet["reason"], slip.sheet["state"]) == ("Tôi đổi ý", "đang xử lý")


def test_a_stop_for_want_of_the_supplement_says_so(office):
    case = case_in(State.SUPPLEMENT_REQUESTED, office)
    at = case.last_event_at + timedelta(days=20)
    clerk = office.clerk
    lifecycle.stop(case.pk, actor=clerk, at=at, reason="Hết hạn", ground=Ground.NO_SUPPLEMENT)
    follow_up(Application.objects.get(pk=case.pk))
    sheet = Slip.objects.get(form="05").sheet
    assert sheet["ground"] == "quá thời hạn mà hồ sơ chưa được bổ sung đầy đủ"
    assert sheet["requested"]["day"] == f"{sources.office_time(case.last_event_at):%d}"


def supplied(case: Application, office) -> Application:
    at = case.last_event_at + timedelta(days=1)
    lifecycle.supply(case.pk, actor=office.clerk, at=at, text="Đã bổ sung")
    return follow_up(Application.objects.get(pk=case.pk))


def test_a_supplemented_file_gets_a_new_slip_that_replaces_the_first(office):
    received = case_in(State.RECEIVED, office)
    follow_up(received)
    first = Slip.objects.get()
    asked = {"items": [{"paper": "other", "defect": "missing", "text": "Bổ sung"}]}
    lifecycle.request_supplement(received.pk, actor=office.clerk, at=received.received_at, **asked)
    case = supplied(Application.objects.get(pk=received.pk), office)
    second = Slip.objects.filter(form="01").latest("event__sequence")
    assert second.sheet["replaces"] == first.number
    assert second.sheet["due"] == sources.moment(case.due_at) != first.sheet["due"]
    assert second.sheet["register"] == first.sheet["register"]


def test_what_was_supplied_before_reception_gets_no_appointment(office):
    case = filed_case(office)
    items = [{"paper": "other", "defect": "missing", "text": "Bổ sung"}]
    lifecycle.request_supplement(case.pk, actor=office.clerk, at=MONDAY, items=items)
    supplied(Application.objects.get(pk=case.pk), office)
    assert not Slip.objects.exists()


def test_an_apology_names_the_old_date_and_the_new_one(office):
    case = case_in(State.RECEIVED, office)
    at, due = case.received_at, case.due_at + timedelta(days=7)
    lifecycle.extend(case.pk, actor=office.leader, at=at, due_at=due, reason="Chờ xác minh")
    follow_up(Application.objects.get(pk=case.pk))
    sheet = Slip.objects.get(form="04").sheet
    assert (sheet["appointed"], sheet["due"]) == (
        sources.moment(case.due_at),
        sources.moment(Application.objects.get().due_at),
    )
    assert sheet["reason"] == "Chờ xác minh"


def test_an_agreed_extension_gets_its_own_slip(office):
    case = case_in(State.IN_REVIEW, office)
    at, due = case.last_event_at, case.due_at + timedelta(days=7)
    agreed = {"due_at": due, "agreement": "Biên bản 12/BB"}
    lifecycle.agree_extension(case.pk, actor=office.officer, at=at, **agreed)
    follow_up(Application.objects.get(pk=case.pk))
    slip = Slip.objects.get()
    assert (slip.form, slip.number.rpartition("/")[2]) == ("gh", "PGH")
    assert slip.sheet["appointed"] == sources.moment(case.due_at)
    assert slip.sheet["agreement"] == "Biên bản 12/BB"


def test_a_slip_says_the_due_date_of_its_event_whatever_came_later(office):
    case = case_in(State.RECEIVED, office)
    received, due = last_event(case), case.due_at
    later = due + timedelta(days=7)
    lifecycle.extend(case.pk, actor=office.leader, at=case.received_at, due_at=later, reason="Chờ")
    handle(received)
    assert Slip.objects.get().sheet["due"] == sources.moment(due)


def receipt_of(case: Application) -> Slip:
    follow_up(case)
    return Slip.objects.get(application=case, form="01")


def test_a_receipt_names_an_authorised_person_beside_the_principal(office):
    uncle = a_citizen("025184000999", "Hà Văn Ủy")
    principal = a_citizen()
    Representation.objects.create(
        representative=Citizen.objects.get(account=uncle),
        person=Citizen.objects.get(account=principal),
        basis="Giấy ủy quyền 15/2026",
        valid_from=MONDAY.date(),
    )
    slip = receipt_of(case_in(State.RECEIVED, office, by=uncle))
    assert slip.sheet["agent"]["name"] == slip.sheet["handed_in_by"] == "Hà Văn Ủy"
    assert slip.sheet["agent"]["basis"] == "Giấy ủy quyền 15/2026"
    assert slip.sheet["applicant"]["name"] == "Lò Thị Quỳnh Mai"


def test_a_receipt_names_the_helper_and_their_team_beside_the_person(office):
    helper = User.objects.create_user("helper", first_name="An", last_name="Lò")
    team = DigitalTeam.objects.create(unit=office.center.unit, name="Tổ công nghệ số khu 4")
    case = case_in(State.RECEIVED, office, by=a_citizen())
    HelperSession.objects.create(
        helper=helper,
        team=team,
        phone="0912345678",
        asked_at=MONDAY,
        opened_at=MONDAY,
        expires_at=MONDAY + timedelta(hours=1),
        code_expires_at=MONDAY,
        application=case,
    )
    slip = receipt_of(case)
    assert slip.sheet["helper"] == {"name": "Lò An", "role": "Tổ công nghệ số khu 4"}
    assert (slip.sheet["agent"], slip.sheet["handed_in_by"]) == (None, "Lò Thị Quỳnh Mai")


@pytest.mark.poppler
def test_a_receipt_of_an_organisation_prints_its_tax_code_and_who_acts_for_it(office):
    clerk_of_firm = a_citizen("025184000999", "Hà Văn Ủy")
    Representation.objects.create(
        representative=Citizen.objects.get(account=clerk_of_firm),
        organisation=Organisation.objects.create(tax_code=TAX_CODE, name="Công ty Trà"),
        basis="Điều lệ công ty",
        valid_from=MONDAY.date(),
    )
    kind = {"kind": ApplicantKind.ORGANISATION, "identity_number": TAX_CODE}
    options = {**kind, "full_name": "Công ty Trà", "date_of_birth": None}
    text = text_of(
        content_of(receipt_of(case_in(State.RECEIVED, office, by=clerk_of_firm, **options)))
    )
    for said in ("Nộp thay cho tổ chức", "Công ty Trà", TAX_CODE, "Hà Văn Ủy", "Điều lệ công ty"):
        assert said in text


@pytest.mark.poppler
def test_a_receipt_prints_paper_time_and_place_in_the_register(office):
    case = case_in(State.RECEIVED, office)
    text = text_of(content_of(receipt_of(case)))
    due = sources.office_time(case.due_at)
    said = [
        f"Số: {case.number}.2/TTPVHCC",
        f"Mã hồ sơ: {case.number}",
        "Số định danh cá nhân: 025184000123",
        "Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 02/03/2026",
        f"{due:%H} giờ {due:%M} phút, ngày {due:%d/%m/%Y}",
        "số thứ tự: 1",
        "Người nộp hồ sơ".upper(),
    ]
    assert [words for words in said if words not in text] == []


@pytest.mark.poppler
def test_a_supplement_request_lists_each_thing_with_its_defect(office):
    Agency.objects.filter(pk=office.center.pk).update(phone="0210 3811 222")
    case = filed_case(office)
    items = [
        {"paper": "other", "defect": "unreadable", "text": "Chụp lại trang 2"},
        {"field": "child_name", "defect": "wrong", "text": "Ghi theo giấy chứng sinh"},
    ]
    lifecycle.request_supplement(case.pk, actor=office.clerk, at=MONDAY, items=items)
    follow_up(Application.objects.get(pk=case.pk))
    slip = Slip.objects.get()
    assert [item["what"] for item in slip.sheet["items"]] == ["Giấy tờ khác", "Họ tên trẻ"]
    text = text_of(content_of(slip))
    asked = ("Chụp lại trang 2", "không đọc được", "chưa đúng", "Người hướng dẫn".upper())
    for said in (*asked, "số điện thoại 0210 3811 222"):
        assert said in text
