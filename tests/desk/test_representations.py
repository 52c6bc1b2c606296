"""Who may act for whom, entered by an administrator."""

from datetime import date

import pytest

from caseflow.accounts.models import Role, User
from citizens.models import Organisation, Representation
from tests.factories import IDENTITY, a_citizen, a_procedure, a_supervisor

pytestmark = pytest.mark.django_db
LIST = "/admin/citizens/representation/"
NAM, TAX_CODE = "025190000456", "0100109106"


@pytest.fixture
def admin(desk, office):
    a_citizen()
    a_citizen(NAM, "Hà Văn Nam")
    return desk(User.objects.create_user("admin", role=Role.ADMIN, is_staff=True))


def paper(**fields):
    return {
        "representative_number": NAM,
        "person_number": IDENTITY,
        "basis": "Giấy ủy quyền 12/2026",
        "valid_from": "2026-01-05",
    } | fields


def errors_of(answer):
    return answer.context["adminform"].form.errors


def test_a_paper_lets_one_person_act_for_another(admin):
    code = a_procedure().procedure.code
    assert admin.post(f"{LIST}add/", paper(procedure_codes=code)).status_code == 302
    (held,) = Representation.objects.all()
    assert (held.representative.full_name, held.person.identity_number) == ("Hà Văn Nam", IDENTITY)
    assert (held.procedure_codes, held.valid_from) == ([code], date(2026, 1, 5))
    assert "Giấy ủy quyền 12/2026" in admin.get(LIST).text


def test_an_organisation_new_here_is_kept_with_its_representative(admin):
    said = paper(person_number="", tax_code=TAX_CODE)
    assert "organisation_name" in errors_of(admin.post(f"{LIST}add/", said))
    assert not Organisation.objects.exists()
    for name in ("Hợp tác xã Mường Thanh", ""):
        admin.post(f"{LIST}add/", said | {"organisation_name": name})
    assert Organisation.objects.get().name == "Hợp tác xã Mường Thanh"
    assert Representation.objects.filter(organisation__tax_code=TAX_CODE).count() == 2


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"representative_number": "1"}, "representative_number", "exactly 12 digits"),
        ({"representative_number": "025199999999"}, "representative_number", "has proven"),
        ({"person_number": NAM}, "person_number", "for themselves"),
        ({"person_number": ""}, "__all__", "one person or one organisation"),
        ({"tax_code": TAX_CODE, "organisation_name": "X"}, "__all__", "one person or one"),
        ({"tax_code": "123"}, "tax_code", "10 digits"),
        ({"procedure_codes": "9.999999"}, "procedure_codes", "no procedure 9.999999"),
        ({"valid_to": "2026-01-04"}, "valid_to", "before the first"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_kept(admin, wrong, field, told):
    answer = admin.post(f"{LIST}add/", paper(**wrong))
    assert told in str(errors_of(answer)[field])
    assert not Representation.objects.exists()


def test_a_representation_is_ended_and_never_removed_or_rewritten(admin):
    admin.post(f"{LIST}add/", paper())
    page = f"{LIST}{Representation.objects.get().pk}/change/"
    admin.post(page, {"valid_to": "2026-02-01", "basis": "khác"})
    held = Representation.objects.get()
    assert (held.valid_to, held.basis) == (date(2026, 2, 1), "Giấy ủy quyền 12/2026")
    assert "before the first" in str(errors_of(admin.post(page, {"valid_to": "2025-02-01"})))
    assert admin.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_nobody_but_administrators_sees_or_enters_representations(desk, office):
    for who in (Role.CLERK, Role.LEADER, a_supervisor()):
        browser = desk(who)
        assert browser.get(LIST).status_code == 403
        assert browser.post(f"{LIST}add/", paper()).status_code == 403
