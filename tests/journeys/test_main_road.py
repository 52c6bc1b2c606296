"""One application from filing to its result, through the generated client and real processes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.client import upload
from tests.journeys.system import System, eventually

pytestmark = pytest.mark.timeout(300)
ROAD = [
    ("clerk", "receive", None),
    ("clerk", "start_review", None),
    ("officer", "propose", {"outcome": "approved", "text": "Đủ điều kiện"}),
    ("leader", "approve", None),
]


def figures(system: System) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of every indicator of the centre, these days."""
    today = timezone.localdate()
    days = {"from_": today - timedelta(days=1), "to": today + timedelta(days=1)}
    supervisor = system.caller("supervisor")
    answer = supervisor.call("indicators_retrieve", unit=system.stage["center"], **days)
    return {figure.key: (figure.numerator, figure.denominator) for figure in answer.parsed.results}


def state(system: System, number: str) -> str:
    return str(system.caller("citizen").call("applications_retrieve", number).parsed.state)


def follow_the_road(system: System, number: str) -> None:
    for who, verb, body in ROAD:
        answer = system.caller(who).do(verb, number, body)
        assert answer.status_code == 200, answer.content


@pytest.fixture
def issued(system: System) -> Any:
    """An application that was filed, decided and issued; by whom, see ROAD."""
    filed = system.caller("citizen").file(system.filing(), key=f"road-{timezone.now()}").parsed
    follow_the_road(system, filed.number)
    assert eventually(lambda: state(system, filed.number) == "issued"), system.logs()
    return filed


def results(system: System, number: str) -> list[Any]:
    return system.caller("citizen").call("applications_results_list", number).parsed.results


def test_an_approved_application_is_issued_by_the_worker_within_seconds(system, issued):
    shown = system.caller("citizen").call("applications_retrieve", issued.number).parsed
    waited = shown.issued_at - shown.decided_at
    assert waited < timedelta(seconds=20)
    assert (shown.portal_status, shown.outcome, shown.electronic_result) == (9, "approved", True)


def test_the_applicant_fetches_the_signed_result_and_has_it_returned(system, issued):
    (result,) = [entry for entry in results(system, issued.number) if entry.kind == "result"]
    citizen = system.caller("citizen")
    document = citizen.call("applications_results_retrieve", issued.number, result.id)
    assert document.content.startswith(b"%PDF-")
    assert state(system, issued.number) == "returned"
    sent = upload("DocumentToVerifyRequest", document.content)
    verdict = citizen.call("signatures_verify", body=sent)
    assert verdict.status_code == 200, verdict.content


def test_the_applicant_reads_the_receipt_that_the_worker_made(system, issued):
    citizen = system.caller("citizen")
    (slip,) = citizen.call("applications_slips_list", issued.number).parsed.results
    assert (slip.form, slip.ready) == ("01", True)
    document = citizen.call("applications_slips_retrieve", issued.number, slip.id)
    assert document.content.startswith(b"%PDF-")
    control = system.caller("officer").call("applications_control_slip_retrieve", issued.number)
    assert control.content.startswith(b"%PDF-")


def test_the_count_follows_the_whole_road(system):
    # What earlier journeys did is counted before, so that it is not taken for ours.
    assert system.manage("rebuild_indicators", "--check")["pending"] == 0
    before = figures(system)
    filed = system.caller("citizen").file(system.filing(), key=f"count-{timezone.now()}").parsed
    follow_the_road(system, filed.number)

    def added() -> dict[str, tuple[int, int]]:
        now = figures(system)
        return {key: (now[key][0] - n, now[key][1] - d) for key, (n, d) in before.items()}

    rates = ("online_filing_rate", "self_filed_share", "on_time_rate", "electronic_result_rate")
    assert eventually(lambda: all(added()[key] == (1, 1) for key in rates)), [
        *map(added().get, rates)
    ]
    assert added()["assisted_share"] == added()["staff_typed_share"] == (0, 1)


def test_anybody_with_number_and_key_can_track_it(system, issued):
    answer = system.caller("citizen").call(
        "tracking_retrieve", issued.number, tracking_key=issued.tracking_key
    )
    assert [step.state for step in answer.parsed.steps][:2] == ["filed", "received"]


def test_a_paper_is_uploaded_and_read_back(system):
    citizen = system.caller("citizen")
    number = citizen.file(system.filing(), key=f"paper-{timezone.now()}").parsed.number
    sent = upload("UploadRequest", b"%PDF-1.4\n%%EOF\n", paper="other")
    kept = citizen.call("applications_documents_create", number, body=sent)
    assert kept.status_code == 201, kept.content
    (listed,) = citizen.call("applications_documents_list", number).parsed.results
    assert listed.sha256 == kept.parsed.sha256


def test_a_deed_that_is_not_possible_names_what_is(system):
    citizen = system.caller("citizen")
    number = citizen.file(system.filing(), key=f"wrong-{timezone.now()}").parsed.number
    refused = system.caller("clerk").do("start_review", number)
    assert refused.status_code == 409
    assert "receive" in refused.parsed.possible_verbs
