from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from rest_framework.test import APIClient

from caseflow.accounts.models import Role, User
from caseflow.applications.models import Application, Event
from caseflow.applications.states import State, Verb
from caseflow.issuing.models import Result
from tests.factories import IDENTITY, Office, a_citizen, a_supervisor, an_office, case_in
from tests.issuing.papers import content_of, follow_up


def signed_in(user: User) -> APIClient:
    api = APIClient()
    api.force_authenticate(user)
    return api


def issued_for(user: User, office: Office) -> Application:
    return follow_up(case_in(State.DECIDED, office, by=user))


def address(case: Application, name: str = "") -> str:
    return f"/api/v1/applications/{case.number}/results/{name}"


def status_of(user: User, case: Application, name: str = "", *, method: str = "get") -> int:
    answer = getattr(signed_in(user), method)(address(case, name))
    # Read to its end, or the file stays open.
    b"".join(answer)
    return answer.status_code


def returns_of(case: Application) -> int:
    return Event.objects.of(case).filter(verb=Verb.RETURN_RESULT).count()


def test_a_citizen_sees_what_the_office_issued(office):
    citizen = a_citizen()
    case = issued_for(citizen, office)
    [result] = signed_in(citizen).get(address(case)).json()["results"]
    kept = Result.objects.get()
    assert (result["id"], result["kind"], result["outcome"]) == ("result-4", "result", "approved")
    assert (result["digest"], result["size"]) == (kept.digest, kept.size)
    assert result["electronic"] is True
    assert result["signed_at"]


def test_slips_stand_behind_the_result(office):
    case = case_in(State.RECEIVED, office)
    follow_up(case)
    [slip] = signed_in(office.colleague(Role.CLERK)).get(address(case)).json()["results"]
    assert (slip["id"], slip["kind"], slip["form"]) == ("01-2", "slip", "01")
    assert (slip["outcome"], slip["signed_at"]) == ("", None)


def test_the_document_comes_as_a_pdf_to_keep(office):
    citizen = a_citizen()
    case = issued_for(citizen, office)
    answer = signed_in(citizen).get(address(case, "result-4/"))
    assert answer.headers["Content-Type"] == "application/pdf"
    expected = f'attachment; filename="{case.number}-result-4.pdf"'
    assert answer.headers["Content-Disposition"] == expected
    assert b"".join(answer.streaming_content) == content_of(Result.objects.get())


def test_fetching_the_result_returns_it_once(office):
    citizen = a_citizen()
    case = issued_for(citizen, office)
    for _fetch in range(2):
        assert status_of(citizen, case, "result-4/") == 200
    assert Application.objects.get(pk=case.pk).state == State.RETURNED
    assert returns_of(case) == 1
    assert Event.objects.of(case).last().payload == {"how": "electronic", "to": "applicant"}


@pytest.mark.django_db(transaction=True)
def test_fetching_at_the_same_time_returns_it_once():
    citizen = a_citizen()
    case = issued_for(citizen, an_office())

    def fetch(_: int) -> int:
        try:
            return status_of(citizen, case, "result-4/")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(fetch, range(4))) == {200}
    assert returns_of(case) == 1


def test_asking_only_for_the_head_returns_nothing(office):
    citizen = a_citizen()
    case = issued_for(citizen, office)
    assert status_of(citizen, case, "result-4/", method="head") == 200
    assert returns_of(case) == 0


def test_a_slip_or_the_list_returns_nothing(office):
    citizen = a_citizen()
    case = case_in(State.RECEIVED, office, by=citizen)
    follow_up(case)
    for name in ("", "01-2/"):
        assert status_of(citizen, case, name) == 200
    assert returns_of(case) == 0


def test_a_clerk_or_helper_reading_the_result_returns_nothing(office):
    helper = a_citizen("025184000999", "Hà Văn Giúp")
    case = issued_for(helper, office)
    for user in (helper, office.colleague(Role.CLERK)):
        assert status_of(user, case, "result-4/") == 200
    assert returns_of(case) == 0


def test_strangers_and_other_centres_find_nothing(office):
    case, supervisor = issued_for(a_citizen(), office), a_supervisor()
    others = [a_citizen("025184000999", "Người khác"), an_office().colleague(Role.CLERK)]
    for name in ("", "result-4/"):
        statuses = [status_of(user, case, name) for user in others]
        assert statuses == [404, 404]
        assert status_of(supervisor, case, name) == 403
        assert APIClient().get(address(case, name)).status_code == 401


def test_a_name_that_is_none_is_not_found(office):
    citizen = a_citizen()
    case = issued_for(citizen, office)
    names = ("result-2", "02-2", "result", "0", "%2e%2e", "%00", "result-4-x")
    found = {name: status_of(citizen, case, f"{name}/") for name in names}
    assert found == dict.fromkeys(names, 404)


def test_the_public_page_tells_an_issued_result_from_a_changed_one(client, office):
    issued_for(a_citizen(), office)
    document = content_of(Result.objects.get())
    place = document.index(b"stream") + 40
    changed = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]
    for content, verdict in ((document, "genuine"), (changed, "altered")):
        answer = client.post("/verify/", {"file": SimpleUploadedFile("r.pdf", content)})
        assert f'class="card verdict {verdict}"' in answer.content.decode()


def test_a_result_of_one_case_is_not_found_under_another(office):
    citizen = a_citizen()
    case = issued_for(citizen, office)
    other = case_in(State.FILED, office, by=citizen, version=case.procedure_version)
    assert status_of(citizen, case, "result-4/") == 200
    assert status_of(citizen, other, "result-4/") == 404


def test_a_recorded_result_says_that_it_has_no_document(office):
    case = case_in(State.ISSUED, office)
    assert not Result.objects.exists()
    [told] = signed_in(office.colleague(Role.CLERK)).get(address(case)).json()["results"]
    assert (told["id"], told["size"], told["electronic"]) == (None, None, True)
    assert IDENTITY not in str(told)
