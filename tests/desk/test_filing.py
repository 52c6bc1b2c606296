import pytest

from caseflow.accounts.models import Role
from caseflow.applications.models import Application
from caseflow.applications.states import Assistance, Channel
from tests.factories import IDENTITY, a_procedure

pytestmark = pytest.mark.django_db
FILE = "/admin/applications/application/file/"
TYPED = {
    "key": "k1",
    "channel": "post",
    "applicant-kind": "person",
    "applicant-identity_number": IDENTITY,
    "applicant-full_name": "Lò Thị Quỳnh Mai",
    "applicant-date_of_birth": "1984-05-06",
    "form-child_name": "Lò Văn An",
    "form-copies": "2",
}


def test_a_procedure_is_found_without_its_accents(office, desk):
    version = a_procedure()
    page = desk(Role.CLERK).get(FILE, {"procedure": "khai sinh"})
    assert page.context["versions"] == [version]


def test_a_clerk_files_for_a_citizen_and_both_names_are_kept(office, desk):
    version = a_procedure()
    clerk = desk(Role.CLERK)
    answer = clerk.post(f"{FILE}{version.procedure.code}/", TYPED, follow=True)
    case = Application.objects.get()
    assert (case.channel, case.assistance) == (Channel.POST, Assistance.STAFF)
    assert case.form == {"child_name": "Lò Văn An", "copies": 2}
    assert f"Filed as {case.number}." in answer.content.decode()
    assert case.submitted_by.username in answer.content.decode()
    assert "Lò Thị Quỳnh Mai" in answer.content.decode()


def test_handing_in_twice_files_once(office, desk):
    address, clerk = f"{FILE}{a_procedure().procedure.code}/", desk(Role.CLERK)
    first, second = (clerk.post(address, TYPED) for _ in range(2))
    assert first.url == second.url
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("applicant-identity_number", "123"),
        ("applicant-full_name", ""),
        ("applicant-date_of_birth", "2984-01-01"),
        ("applicant-email", "x"),
        ("form-child_name", ""),
        ("form-copies", "hai"),
    ],
)
def test_a_fault_is_told_beside_its_field(office, desk, name, text):
    address = f"{FILE}{a_procedure().procedure.code}/"
    answer = desk(Role.CLERK).post(address, TYPED | {name: text})
    form = answer.context["form"]
    prefix, field = name.split("-")
    assert field in (form.applicant if prefix == "applicant" else form.sheet.fields).errors
    assert not Application.objects.exists()


def test_an_unknown_procedure_is_not_found_and_an_officer_files_nothing(office, desk):
    assert desk(Role.CLERK).get(f"{FILE}9.999999/").status_code == 404
    assert desk(Role.OFFICER).get(FILE).status_code == 403
