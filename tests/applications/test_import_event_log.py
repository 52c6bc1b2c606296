import gzip
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event
from caseflow.applications.states import Assistance, Channel, Origin, State, Verb
from caseflow.centers.models import Agency, ServiceCenter
from caseflow.indicators import tallying
from procedures.models import ProcedureVersion
from tests.api import Api
from tests.applications.histories import LEADER
from tests.factories import a_supervisor
from tests.indicators.factories import differences

pytestmark = pytest.mark.django_db

RECEIPT = settings.BASE_DIR.parent / "shared" / "data" / "receipt.csv"
RECEIPT_MAPPING = settings.BASE_DIR / "seeds" / "mappings" / "receipt.yaml"

MAPPING = {
    "source": "old-desk",
    "time_zone": "Europe/Amsterdam",
    "columns": {
        "case": "case:concept:name",
        "activity": "concept:name",
        "time": "time:timestamp",
        "resource": "org:resource",
        "channel": "case:channel",
        "start": "case:start",
        "end": "case:end",
        "due": "case:due",
    },
    "channels": {"web": "online", "desk": "counter"},
    "activities": {"T1": "Check"},
    "procedure": "0.000001",
    "receiving_center": "Y00.OLD.1",
    "deciding_agency": "Y00.OLD",
    "foreign": {
        "from": "2010-01-01",
        "to": "2012-12-31",
        "origin": "a test",
        "unit": {"code": "XX", "name": "Nơi cũ", "name_en": "Old place"},
        "agency": {"code": "Y00.OLD", "name": "Cơ quan cũ", "name_en": "Old office"},
        "center": {"code": "Y00.OLD.1", "name": "Quầy cũ", "name_en": "Old desk"},
        "procedure": {
            "code": "0.000001",
            "name": "Thủ tục cũ",
            "name_en": "Old procedure",
            "field": "Môi trường",
        },
    },
}
HEADER = "case:concept:name,concept:name,time:timestamp,org:resource,case:channel,"
HEADER += "case:start,case:end,case:due\n"
ENDED = "2011-03-01 09:00,2011-03-04 17:00,2011-03-08 17:00"
OPEN = "2011-03-02 09:00,,2011-03-09 17:00"
CSV = (
    HEADER
    + f"A,T1,2011-03-01 10:00:00+01:00,ann,web,{ENDED}\n"
    + f"B,T1,2011-03-02 10:00,bob,desk,{OPEN}\n"
    # The rows of a case stand apart, and out of order.
    + f"A,Close,2011-03-03 10:00,ann,web,{ENDED}\n"
    + f"A,Draft,2011-03-02 10:00,bob,web,{ENDED}\n"
)
XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="2.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="none"/></global>
  <trace>
    <string key="concept:name" value="A"/>
    <string key="channel" value="web"><string key="detail" value="nested"/></string>
    <date key="start" value="2011-03-01T09:00:00.000+01:00"/>
    <date key="end" value="2011-03-04T17:00:00.000+01:00"/>
    <date key="due" value="2011-03-08T17:00:00.000+01:00"/>
    <event><string key="concept:name" value="T1"/><string key="org:resource" value="ann"/>
      <date key="time:timestamp" value="2011-03-01T10:00:00.000+01:00"/></event>
    <event><string key="concept:name" value="Draft"/><string key="org:resource" value="bob"/>
      <date key="time:timestamp" value="2011-03-02T10:00:00.000+01:00"/></event>
    <event><string key="concept:name" value="Close"/><string key="org:resource" value="ann"/>
      <date key="time:timestamp" value="2011-03-03T10:00:00.000+01:00"/></event>
  </trace>
  <trace>
    <string key="concept:name" value="B"/><string key="channel" value="desk"/>
    <date key="start" value="2011-03-02T09:00:00.000+01:00"/>
    <date key="due" value="2011-03-09T17:00:00.000+01:00"/>
    <event><string key="concept:name" value="T1"/><string key="org:resource" value="bob"/>
      <date key="time:timestamp" value="2011-03-02T10:00:00.000+01:00"/></event>
  </trace>
</log>
"""
SUMMARY = {"applications": 2, "activities": 4, "rows refused": 0, "applications added": 2}


@pytest.fixture
def imported(tmp_path):
    """Imports a text; answers with the summary's counts, the other lines and the exit code."""

    def run(text: str | bytes, mapping: dict = MAPPING, *, dry_run: bool = False):
        log, told = tmp_path / "log", tmp_path / "mapping.yaml"
        log.write_bytes(text.encode() if isinstance(text, str) else text)
        told.write_text(yaml.safe_dump(mapping, sort_keys=False))
        return import_log(log, told, dry_run=dry_run)

    return run


def import_log(log: Path, mapping: Path, *, dry_run: bool = False):
    out, code = StringIO(), 0
    try:
        call_command("import_event_log", log, mapping=mapping, dry_run=dry_run, stdout=out)
    except SystemExit as end:
        code = end.code
    lines = out.getvalue().splitlines()
    pairs = [line.rpartition(" ")[::2] for line in lines]
    counts = {name: int(value) for name, value in pairs if value.isdecimal()}
    return counts, lines, code


def chain(case: str) -> list[tuple[str, str, str]]:
    events = Event.objects.filter(application__source_reference=f"old-desk/{case}")
    return [
        (event.from_state, event.to_state, event.payload.get("activity", ""))
        for event in events.order_by("sequence")
    ]


def verified() -> str:
    out = StringIO()
    call_command("verify_evidence", stdout=out)
    return out.getvalue().splitlines()[-1]


@pytest.mark.parametrize(
    "log",
    [CSV, XES, gzip.compress(CSV.encode()), gzip.compress(XES.encode()), "\ufeff" + CSV],
    ids=["csv", "xes", "csv.gz", "xes.gz", "csv with a byte order mark"],
)
def test_a_log_becomes_the_same_cases_in_every_format(imported, log):
    counts, _lines, code = imported(log)
    assert (counts | SUMMARY, code) == (counts, 0)
    assert chain("A") == [
        ("draft", "returned", ""),
        ("returned", "returned", "Check"),
        ("returned", "returned", "Draft"),
        ("returned", "returned", "Close"),
    ]
    assert chain("B") == [("draft", "in_review", ""), ("in_review", "in_review", "Check")]


def test_start_end_and_due_are_facts_marked_as_imported(imported):
    imported(CSV)
    case = Application.objects.get(source_reference="old-desk/A")
    assert case.filed_at.isoformat() == "2011-03-01T08:00:00+00:00"
    assert case.finished_at.isoformat() == "2011-03-04T16:00:00+00:00"
    assert case.due_at.isoformat() == "2011-03-08T16:00:00+00:00"
    assert case.agency_seconds == (3 * 24 + 8) * 3600
    assert (case.origin, case.channel) == (Origin.IMPORTED, Channel.ONLINE)
    assert (case.assistance, case.applicant_name) == (Assistance.UNKNOWN, "")


def test_the_first_event_holds_the_facts_of_the_case(imported):
    imported(CSV)
    event = Event.objects.get(application__source_reference="old-desk/A", sequence=1)
    facts = event.payload["case"]
    assert (event.verb, event.origin, event.actor_unit) == (
        Verb.IMPORTED,
        Origin.IMPORTED,
        "old-desk",
    )
    assert facts["finished_at"] == "2011-03-04T16:00:00Z"
    assert (facts["source"], facts["source_case"]) == ("old-desk", "A")
    assert (facts["procedure"], facts["receiving_center"]) == ("0.000001", "Y00.OLD.1")


def test_imported_chains_are_proved_like_any_other(imported):
    imported(CSV)
    assert verified() == "faults 0"


def test_a_day_on_which_nothing_counts_is_no_difference(imported):
    imported(CSV)
    tallying.count(list(Application.objects.values_list("pk", flat=True)))
    assert differences() == []


def test_a_number_names_the_office_of_the_source_and_the_day(imported):
    imported(CSV)
    numbers = Application.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["Y00.OLD-110301-0001", "Y00.OLD-110302-0001"]


def test_nobody_can_file_where_a_foreign_source_ended(imported):
    imported(CSV)
    assert not ServiceCenter.objects.current().exists()
    assert not ProcedureVersion.objects.in_force().exists()


def test_where_no_calendar_is_published_a_file_is_tracked_and_what_cannot_be_counted_is_named(
    imported,
):
    imported(CSV)
    case = Application.objects.get(source_reference="old-desk/B")
    key = {"tracking-key": case.tracking_key}
    tracked = Client().get(f"/api/v1/tracking/{case.number}/", headers=key)
    assert [clock["due_at"] for clock in tracked.json()["clocks"]] == ["2011-03-09T23:00:00+07:00"]
    page = Client().post("/tracking/", {"number": case.number, "key": case.tracking_key})
    assert "23:00, Thứ 4, ngày 9 tháng 3 năm 2011" in page.text
    answer = Api(a_supervisor()).get(f"/api/v1/applications/{case.number}/deadline/")
    assert (answer.status_code, answer.json()["code"]) == (503, "calendar_missing")


def test_a_second_run_adds_nothing(imported):
    imported(CSV)
    before = list(Event.objects.values_list("hash", flat=True))
    counts, _lines, code = imported(CSV)
    assert (counts["applications added"], counts["activities added"], code) == (0, 0, 0)
    assert list(Event.objects.values_list("hash", flat=True)) == before


def test_the_same_log_in_another_format_adds_nothing(imported):
    imported(CSV)
    counts, _lines, _code = imported(XES)
    assert (counts["applications added"], counts["activities added"]) == (0, 0)


def test_a_grown_log_adds_only_what_is_new(imported):
    imported(CSV)
    ended = CSV.replace(OPEN, "2011-03-02 09:00,2011-03-05 09:00,2011-03-09 17:00")
    grown = ended + "B,Close,2011-03-05 08:00,bob,desk,2011-03-02 09:00,2011-03-05 09:00,\n"
    counts, _lines, _code = imported(grown)
    assert (counts["applications added"], counts["activities added"]) == (0, 1)
    assert [step[2] for step in chain("B")] == ["", "Check", "Close", ""]
    assert chain("B")[-1][:2] == (State.IN_REVIEW, State.RETURNED)
    assert verified() == "faults 0"


def test_a_case_that_went_on_here_is_left_alone_and_listed(imported):
    imported(CSV)
    case = Application.objects.get(source_reference="old-desk/B")
    lifecycle.stop(case.pk, actor=LEADER, at=case.filed_at, reason="Hết hạn")
    grown = CSV + f"B,Close,2011-03-05 08:00,bob,desk,{OPEN}\n"
    counts, lines, _code = imported(grown)
    assert counts["activities added"] == 0
    assert any("went on here, nothing added 1 (such as B)" in line for line in lines)


def test_a_dry_run_reports_the_same_and_writes_nothing(imported):
    dry = imported(CSV, dry_run=True)
    assert not Application.objects.exists()
    assert not Agency.objects.exists()
    assert imported(CSV) == dry


@pytest.mark.parametrize(
    ("row", "oddity"),
    [
        (f"A,Late,2011-04-01 10:00,ann,web,{ENDED}", "activities after the end 1 (such as A line"),
        (f"A,Early,2011-02-01 10:00,ann,web,{ENDED}", "activities before the start 1"),
        (
            "C,T1,2011-03-02 10:00,ann,web,2011-03-02 09:00,2011-03-01 09:00,",
            "cases that end before their start 1 (such as C)",
        ),
        (f"A,T1,2011-03-01 10:00:00+01:00,ann,web,{ENDED}", "rows that stand twice 1"),
        (f"C,T1,2011-03-02 10:00,ann,pigeon,{OPEN}", "unknown channel 1 (such as C: pigeon)"),
        ("C,T1,2011-03-02 10:00,ann,web,,,", "cases without a start 1 (such as C)"),
        (f"A,Sign,2011-03-02 10:00,ann,desk,{ENDED}", "cases whose rows disagree about them 1"),
    ],
)
def test_oddities_of_the_source_are_taken_and_listed(imported, row, oddity):
    counts, lines, code = imported(CSV + row + "\n")
    assert any(line.startswith(f"oddity: {oddity}") for line in lines)
    assert (counts["activities added"], code) == (5, 0)
    assert verified() == "faults 0"
    assert imported(CSV + row + "\n")[0]["activities added"] == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f",T1,2011-03-02 10:00,ann,web,{OPEN}", "no case (case:concept:name)"),
        (f"C,,2011-03-02 10:00,ann,web,{OPEN}", "no activity (concept:name)"),
        (f"C,T1,,ann,web,{OPEN}", "no time (time:timestamp)"),
        (f"C,T1,yesterday,ann,web,{OPEN}", "time 'yesterday' cannot be read (time:timestamp)"),
        (f"C,T1,0001-01-01 00:00,ann,web,{OPEN}", "time '0001-01-01 00:00' cannot be read"),
        ("C,T1,2011-03-02 10:00,ann,web,soon,,", "start 'soon' cannot be read (case:start)"),
        (f"C,T1,2999-03-02 10:00,ann,web,{OPEN}", "time '2999-03-02 10:00' lies in the future"),
        ("C,T1", "2 fields instead of 8"),
        (f"C,T1\0,2011-03-02 10:00,ann,web,{OPEN}", "has a zero byte"),
        (f"{'C' * 200},T1,2011-03-02 10:00,ann,web,{OPEN}", "the case id is too long"),
        (f"C,T\udce9,2011-03-02 10:00,ann,web,{OPEN}", "is not UTF-8"),
        (f'C,"T"1,2011-03-02 10:00,ann,web,{OPEN}', "',' expected after '\"'"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_the_rest_goes_on(imported, row, reason):
    log = HEADER + row + "\n" + CSV.removeprefix(HEADER)
    counts, lines, code = imported(log.encode(errors="surrogateescape"))
    assert lines[0].startswith(f"line 2: {reason}")
    assert (counts | {**SUMMARY, "rows refused": 1}, code) == (counts, 1)


def test_a_trace_without_events_and_an_event_without_a_trace_are_refused(imported):
    broken = XES.replace("</log>", "<trace/><event/></log>")
    _counts, lines, code = imported(broken)
    assert lines[:2] == [
        "trace 3: has no event",
        "event outside of any trace: no case (case:concept:name)",
    ]
    assert code == 1


def test_of_a_torn_xes_log_the_whole_traces_are_taken(imported):
    counts, lines, code = imported(XES[: XES.index("</trace>") + 20])
    assert "the XML ends here" in lines[0]
    assert (counts["applications added"], counts["rows refused"], code) == (1, 1, 1)


@pytest.mark.parametrize(
    ("log", "message"),
    [
        ('<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "declares what a log does not need"),
        ("<html></html>", "<html> is no XES log"),
        ("a,b\n1,2\n", "columns.case: the file has no column 'case:concept:name'"),
        ("", "columns.case: the file has no column"),
        ('"a"b"\n', "columns.case: the file has no column"),
        (gzip.compress(CSV.encode())[:-20], "cannot be read"),
    ],
)
def test_what_is_no_log_is_refused_as_a_whole(imported, log, message):
    with pytest.raises(CommandError, match=message) as error:
        imported(log)
    assert error.value.returncode == 2
    assert not Application.objects.exists()
    assert not Agency.objects.exists()


def test_a_missing_file_is_a_wrong_use(tmp_path):
    with pytest.raises(CommandError, match="cannot be read") as error:
        import_log(tmp_path / "absent.csv", RECEIPT_MAPPING)
    assert error.value.returncode == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"columns": {"case": "a", "activity": "b"}}, "columns: 'time' is a required property"),
        ({"columns": {**MAPPING["columns"], "ende": "x"}}, "columns: Additional properties"),
        ({"channels": {"web": "internet"}}, "channels.web: 'internet' is not one of"),
        ({"time_zone": "Mars/Base"}, "time_zone: 'Mars/Base' is no time zone"),
        ({"source": "Old desk"}, "source: 'Old desk' does not match"),
        ({"receiving_center": "Y99"}, "receiving_center: there is no agency 'Y99'"),
        ({"procedure": "9.999999"}, "procedure: there is no published procedure '9.999999'"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_key(imported, change, message):
    with pytest.raises(CommandError, match=message) as error:
        imported(CSV, MAPPING | change)
    assert error.value.returncode == 2


def test_times_of_another_format_are_read_by_it(imported):
    log = HEADER + "A,T1,01/03/2011 10:00,ann,web,01/03/2011 09:00,,\n"
    imported(log, MAPPING | {"time_format": "%d/%m/%Y %H:%M"})
    assert Application.objects.get().filed_at.isoformat() == "2011-03-01T08:00:00+00:00"


@pytest.mark.skipif(
    not RECEIPT.exists(), reason="no ../shared/data/receipt.csv beside the checkout"
)
def test_the_receipt_log_of_a_municipality_is_taken_whole():
    counts, lines, code = import_log(RECEIPT, RECEIPT_MAPPING)
    assert (counts["applications"], counts["activities"], code) == (1434, 8577, 0)
    assert (counts["ended"], counts["ended by the due date"]) == (1329, 940)
    assert "channel online 1250 (87.17 %)" in lines
    found = {channel: Application.objects.filter(channel=channel).count() for channel in Channel}
    assert found == {"online": 1250, "counter": 109, "post": 53, "email": 21, "other": 1}
    assert set(Application.objects.values_list("assistance", flat=True)) == {Assistance.UNKNOWN}
    assert verified() == "faults 0"
