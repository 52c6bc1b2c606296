"""Whose file it is, who filed it, with whose hands, and from where."""

from datetime import timedelta

import pytest
from django.utils import timezone

from caseflow.applications.models import Application, Circumstances, Event
from caseflow.applications.states import State
from caseflow.centers import counter_devices
from citizens.models import Organisation, Representation
from tests.api import Api
from tests.factories import IDENTITY, a_citizen, a_procedure, an_office, case_in, filed_case

pytestmark = pytest.mark.django_db
FILES = "/api/v1/applications/"
TAX_CODE = "0100233488"


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def mai():
    return a_citizen()


@pytest.fixture
def nam():
    return a_citizen("025190000456", "Hà Văn Nam")


@pytest.fixture
def body(office):
    return {
        "procedure": a_procedure().procedure.code,
        "receiving_center": office.center.code,
        "applicant": {
            "kind": "person",
            "identity_number": IDENTITY,
            "full_name": "Lò Thị Quỳnh Mai",
            "date_of_birth": "1984-05-06",
        },
        "form": {"child_name": "Lò Văn An"},
    }


def acts_for(representative, **whom):
    today = timezone.localdate()
    terms = {"basis": "Giấy ủy quyền 12/2026", "valid_from": today, "valid_to": today}
    return Representation.objects.create(representative=representative.citizen, **terms | whom)


def ended(representation):
    yesterday = timezone.localdate() - timedelta(days=1)
    representation.valid_from = representation.valid_to = yesterday
    representation.save()


def sees(user, number):
    found = Api(user).get(f"{FILES}{number}/").status_code == 200
    listed = [line["number"] for line in Api(user).get(FILES).json()["results"]]
    assert found == (number in listed)
    return found


def test_an_authorised_person_files_as_if_it_were_the_principal(mai, nam, body):
    acts_for(nam, person=mai.citizen)
    number = Api(nam).post(FILES, body).json()["number"]
    case = Application.objects.get()
    assert (case.assistance, case.submitted_by) == ("self", nam)
    assert sees(nam, number)
    assert sees(mai, number)


def test_an_authorised_person_supplies_and_withdraws_a_file_of_the_principal(mai, nam, office):
    acts_for(nam, person=mai.citizen)
    case = case_in(State.SUPPLEMENT_REQUESTED, office, by=mai, at=timezone.now())
    assert sees(nam, case.number)
    assert Api(nam).post(f"{FILES}{case.number}/supply/").json()["state"] == "received"
    answer = Api(nam).post(f"{FILES}{case.number}/withdraw/", {"reason": "đổi ý"})
    assert answer.json()["state"] == "withdrawn"


def test_the_right_ends_with_the_representation_also_for_what_was_filed_before(mai, nam, body):
    representation = acts_for(nam, person=mai.citizen)
    number = Api(nam).post(FILES, body).json()["number"]
    ended(representation)
    assert not sees(nam, number)
    assert Api(nam).post(f"{FILES}{number}/withdraw/").status_code == 404
    assert sees(mai, number)


def test_a_representation_reaches_no_further_than_its_procedures(mai, nam, office, body):
    acts_for(nam, person=mai.citizen, procedure_codes=["9.999999"])
    assert not sees(nam, filed_case(office, by=mai).number)
    Api(nam).post(FILES, body)
    assert Application.objects.get(submitted_by=nam).assistance == "assisted"


def test_a_representation_covers_the_procedures_it_names(mai, nam, body):
    acts_for(nam, person=mai.citizen, procedure_codes=[body["procedure"]])
    number = Api(nam).post(FILES, body).json()["number"]
    assert Application.objects.get().assistance == "self"
    assert sees(nam, number)


def test_whoever_represents_an_organisation_files_and_sees_for_it(nam, body):
    company = Organisation.objects.create(tax_code=TAX_CODE, name="Công ty Chè Phú Thọ")
    acts_for(nam, organisation=company)
    body["applicant"] |= {"kind": "organisation", "identity_number": TAX_CODE}
    number = Api(nam).post(FILES, body).json()["number"]
    assert Application.objects.get().assistance == "self"
    assert sees(nam, number)
    assert not sees(a_citizen(), number)


def test_whoever_is_named_with_another_day_of_birth_is_somebody_else(mai, office, body):
    clerk = Api(office.colleague("clerk"))
    body["applicant"] |= {"date_of_birth": "1984-05-07"}
    assert not sees(mai, clerk.post(FILES, body).json()["number"])


def test_the_applicant_objects_to_a_filing_by_somebody_else(mai, office, body):
    number = Api(office.colleague("clerk")).post(FILES, body).json()["number"]
    said = Api(mai).post(f"{FILES}{number}/object/", {"text": "Tôi không nhờ ai nộp"})
    assert (said.status_code, said.json()["state"]) == (200, "filed")
    shown = Api(office.colleague("clerk")).get(f"{FILES}{number}/events/").json()["results"][-1]
    assert (shown["verb"], shown["said"]) == ("object", {"text": "Tôi không nhờ ai nộp"})


def test_an_objection_needs_its_words(mai, office, body):
    number = Api(office.colleague("clerk")).post(FILES, body).json()["number"]
    answer = Api(mai).post(f"{FILES}{number}/object/")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["text"])


def test_an_objection_comes_too_late(mai, office):
    case = filed_case(office, at=timezone.now() - timedelta(days=31))
    answer = Api(mai).post(f"{FILES}{case.number}/object/", {"text": "muộn"})
    assert (answer.status_code, answer.json()["rule"]) == (409, "objection_late")


def test_nobody_objects_to_an_own_filing(mai, body):
    number = Api(mai).post(FILES, body).json()["number"]
    answer = Api(mai).post(f"{FILES}{number}/object/", {"text": "nhầm"})
    assert (answer.status_code, answer.json()["rule"]) == (409, "filed_alone")


def test_who_filed_for_another_does_not_object_in_their_place(mai, nam, body):
    number = Api(nam).post(FILES, body).json()["number"]
    assert sees(nam, number)
    assert Api(nam).post(f"{FILES}{number}/object/", {"text": "x"}).status_code == 403


def at_a_counter(office, user):
    device = counter_devices.register(
        office.center, name="Máy tra cứu 1", by=user.pk, at=timezone.now()
    )
    return device, {"cookie": f"{counter_devices.COOKIE}={counter_devices.signed(device)}"}


def test_a_filing_from_a_counters_device_is_known_as_one(mai, office, body):
    device, cookie = at_a_counter(office, mai)
    Api(mai).post(FILES, body, **cookie)
    assert Circumstances.objects.get().device == device
    assert Event.objects.get().payload["device"] == {"id": device.pk, "center": office.center.code}
    assert Application.objects.get().assistance == "self"


@pytest.mark.parametrize("cookie", ["7", "nonsense", "Nw:1abc:forged"])
def test_a_forged_cookie_says_nothing(cookie, mai, body):
    answer = Api(mai).post(FILES, body, cookie=f"{counter_devices.COOKIE}={cookie}")
    assert answer.status_code == 201
    assert not Circumstances.objects.exists()


def test_a_withdrawn_device_says_nothing(mai, office, body):
    device, cookie = at_a_counter(office, mai)
    counter_devices.withdraw(device, at=timezone.now())
    Api(mai).post(FILES, body, **cookie)
    assert not Circumstances.objects.exists()


def test_what_is_declared_is_kept_beside_what_is_known(mai, body):
    Api(mai).post(FILES, body | {"assistance": "assisted", "channel": "counter"})
    case = Application.objects.get()
    assert (case.channel, case.assistance) == ("online", "self")
    said = case.circumstances
    assert (said.declared_channel, said.declared_assistance) == ("counter", "assisted")


def test_a_true_declaration_needs_no_row(mai, body):
    Api(mai).post(FILES, body | {"assistance": "self"})
    assert not Circumstances.objects.exists()
    assert Event.objects.get().payload["declared_assistance"] == "self"
