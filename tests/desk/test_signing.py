"""The signing inbox at the desk: look, sign one or many with one confirmation, refuse."""

import pytest
from django.utils import timezone

from caseflow.accounts.models import Role, User
from caseflow.applications import lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import State
from caseflow.desk import signing
from caseflow.issuing.models import SigningBatch, SigningOrder, SigningPolicy
from caseflow.issuing.signing_orders import batches, policies
from caseflow.issuing.states import Chain, KeyPlace
from tests.factories import a_procedure, an_office, case_in
from tests.issuing.inboxes import decided, delegated, state_of, waiting_order
from tests.issuing.papers import follow_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_signing_keys")]
INBOX = "/admin/issuing/signingorder/"
ISSUED, WAITS = ("issued", State.ISSUED), ("waiting", State.DECIDED)


@pytest.fixture
def orders(office):
    decided(office, KeyPlace.CONFIRMED)
    version = a_procedure()
    return [waiting_order(office, version=version) for _ in range(3)]


@pytest.fixture
def leader(desk):
    return desk(Role.LEADER)


def page_of(order, what=""):
    return f"{INBOX}{order.reference}/{what}"


def choice(browser, orders, **asked):
    numbers = [order.application.number for order in orders]
    return browser.post(f"{INBOX}choose/", {"number": numbers} | asked).url


def test_the_inbox_names_what_waits_how_long_and_until_when(orders, leader):
    page = leader.get(INBOX)
    lines = page.context["inbox"].lines
    assert [line.order for line in lines] == orders
    assert all(line.waited and line.remaining.words for line in lines)
    assert "3 results wait for your signature" in leader.get("/admin/").content.decode()


def test_whoever_signs_nothing_has_no_inbox(orders, desk):
    clerk = desk(Role.CLERK)
    assert clerk.get(INBOX).status_code == 403
    assert "signingorder" not in clerk.get("/admin/").content.decode()
    other = desk(an_office().colleague(Role.LEADER))
    assert other.get(INBOX).context["inbox"].lines == []
    assert other.get(page_of(orders[0])).status_code == 404


def test_one_confirmation_signs_what_was_looked_through(orders, leader):
    page = choice(leader, orders)
    assert leader.get(page).context["preview"].possible == 3
    for _ in range(2):
        leader.post(page)
    batches.carry_out()
    assert "3 signed, 0 refused" in leader.get(page).content.decode()
    assert {state_of(order) for order in orders} == {ISSUED}
    assert leader.get(f"{page}progress/").json()["finished"] is True
    text = leader.get(f"{page}outcomes.csv").getvalue().decode("utf-8-sig")
    assert len(text.splitlines()) == 4


def test_all_that_the_filtered_list_shows_is_chosen(orders, leader, monkeypatch):
    monkeypatch.setattr(signing, "PAGE", 1)
    assert leader.get(f"{INBOX}?outcome=rejected").context["inbox"].lines == []
    choice(leader, orders[:1], everything="on", filter="outcome=approved")
    assert SigningBatch.objects.get().items.count() == 3


def test_nothing_of_another_inbox_is_ever_chosen(orders, desk):
    other = desk(an_office().colleague(Role.LEADER))
    assert choice(other, orders) == INBOX
    assert not SigningBatch.objects.exists()


def test_the_document_is_shown_before_it_is_signed(orders, leader):
    order = orders[0]
    page = leader.get(page_of(order)).content.decode()
    assert "Lò Thị Quỳnh Mai" in page
    document = leader.get(page_of(order, "document/"))
    assert document.content.startswith(b"%PDF-")
    assert document.headers["Content-Disposition"].startswith("inline")
    assert leader.get(page_of(order, "picture/")).content.startswith(b"\xff\xd8")
    assert state_of(order) == WAITS


def test_a_result_is_refused_with_a_reason_and_goes_back_into_review(orders, leader):
    order = orders[0]
    assert "This field is required." in leader.post(page_of(order), {}).content.decode()
    told = leader.post(page_of(order), {"reason": "Sai họ tên"}, follow=True)
    assert "in review again" in told.content.decode()
    assert state_of(order) == ("withdrawn", State.IN_REVIEW)
    assert "revoked" in leader.get(page_of(order)).content.decode()


def test_the_order_of_a_corrected_result_is_taken_back_and_its_correction_stays_open(
    orders, leader, office
):
    leader.post(choice(leader, orders[:1]))
    batches.carry_out()
    case, now = orders[0].application_id, timezone.now()
    lifecycle.correct(case, actor=office.clerk, at=now, text="Sai tên")
    lifecycle.amend(case, actor=office.leader, at=now, reason="Sai tên")
    follow_up(Application.objects.get(pk=case))
    order = SigningOrder.objects.order_by("pk").last()
    assert "Take the order back" in leader.get(page_of(order)).text
    told = leader.post(page_of(order), {"reason": "Không sai"}, follow=True).text
    assert "the correction stays open" in told
    assert state_of(order) == ("withdrawn", State.ISSUED)


def test_a_deputy_signs_in_the_leaders_name_while_the_delegation_lasts(orders, office, desk):
    delegated(office)
    deputy = desk(Role.OFFICER)
    [line, *_] = deputy.get(INBOX).context["inbox"].lines
    assert line.on_behalf_of
    deputy.post(choice(deputy, orders[:1]))
    batches.carry_out()
    assert SigningOrder.objects.get(pk=orders[0].pk).mandate == "12/QĐ-UBND"
    assert state_of(orders[0]) == ISSUED


def test_the_rest_of_a_batch_can_be_left_unsigned(orders, leader):
    page = choice(leader, orders)
    leader.post(page)
    batches.deal_with_next(SigningBatch.objects.get())
    told = leader.post(f"{page}cancel/", follow=True).content.decode()
    assert "1 signed, 0 refused, 2 left unsigned, 0 waiting" in told


def test_nobody_opens_the_batch_of_somebody_else(orders, leader, desk):
    page = choice(leader, orders)
    for what in ("", "progress/", "outcomes.csv"):
        assert desk(Role.OFFICER).get(page + what).status_code == 404
    assert desk(Role.OFFICER).post(page).status_code == 404


def test_a_waiting_signature_is_why_a_file_is_late(orders, leader):
    listed = leader.get("/admin/applications/application/?queue=overdue").content.decode()
    assert "signature: in the inbox of" in listed


def test_pages_of_the_inbox_cost_the_same_for_few_and_many(
    office, orders, leader, django_assert_max_num_queries
):
    version = a_procedure()
    for more in (0, 9):
        waiting = [waiting_order(office, version=version) for _ in range(more)]
        page = choice(leader, [*orders, *waiting])
        for path, most in ((INBOX, 7), (page, 8), (page_of(orders[0]), 12)):
            with django_assert_max_num_queries(most):
                assert leader.get(path).status_code == 200


def test_a_policy_is_decided_in_the_admin_and_every_decision_stays(office, client):
    admin = User.objects.create_superuser("root", password="x", role=Role.ADMIN)
    client.force_login(admin)
    agency, add = office.center.parent, "/admin/issuing/signingpolicy/add/"
    for key in (KeyPlace.DEVICE, KeyPlace.AT_ONCE):
        sent = {"agency": agency.pk, "key": key, "chain": Chain.LEADER_SEAL, "reason": "QĐ 1"}
        assert client.post(add, sent).status_code == 302
    assert policies.policy_of(agency.pk).key == KeyPlace.AT_ONCE
    assert SigningPolicy.objects.filter(decided_by=admin).count() == 2
    listed = client.get("/admin/issuing/signingpolicy/")
    assert listed.status_code == 200
    assert timezone.localdate().isoformat()[:4] in listed.content.decode()


def test_only_administrators_decide_policies(desk):
    for role in (Role.CLERK, Role.LEADER):
        assert desk(role).get("/admin/issuing/signingpolicy/add/").status_code == 403


def test_a_decision_with_the_key_on_the_server_needs_no_inbox(office, leader):
    decided(office, KeyPlace.AT_ONCE)
    case_in(State.DECIDED, office)
    assert "No result waits for your signature." in leader.get(INBOX).content.decode()
