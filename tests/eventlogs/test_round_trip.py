import csv
import gzip
import json
from collections.abc import Callable

import pytest
import yaml

from caseflow.applications.models import Application, Event
from caseflow.applications.states import Origin
from caseflow.eventlogs.models import Kind
from tests.applications.histories import write_cases
from tests.applications.test_import_event_log import MAPPING, XES, import_log
from tests.applications.test_verify_evidence import verified
from tests.eventlogs.selections import (
    cases_of_every_kind,
    emptied,
    exported,
    figures,
    rated,
    taken_in,
)
from tests.factories import Office

pytestmark = pytest.mark.django_db

LENGTH = "case:caseflow:length"
Change = Callable[[list[dict[str, str]]], object]


def test_our_export_in_an_empty_database_gives_the_same_figures(tmp_path):
    cases = cases_of_every_kind()
    events, counted = Event.objects.count(), figures()
    assert len(counted["facts"]) == len(cases)
    assert sum(numerator for _key, numerator, _whole in counted["rates"]) > len(cases)
    for log in [exported(kind) for kind in Kind]:
        emptied()
        counts, _lines = taken_in(log, tmp_path / "log")
        assert (counts["applications added"], counts["activities added"]) == (len(cases), events)
        assert figures() == counted
        assert verified()[0][-1] == "faults 0"


def test_cases_of_an_older_system_come_back_with_their_activities(tmp_path):
    log, mapping = tmp_path / "log", tmp_path / "mapping.yaml"
    log.write_text(XES)
    mapping.write_text(yaml.safe_dump(MAPPING, sort_keys=False))
    import_log(log, mapping)
    counted, ours = figures(), exported()
    emptied()
    counts, _lines = taken_in(ours, log)
    assert (counts["applications added"], figures()) == (2, counted)
    told = [event.payload.get("activity", "") for event in Event.objects.all()]
    assert sorted(filter(None, told)) == ["Check", "Check", "Close", "Draft"]


def test_what_is_known_already_is_not_added_again(tmp_path):
    write_cases(2)
    log = exported()
    emptied()
    taken_in(log, tmp_path / "log")
    counts, _lines = taken_in(log, tmp_path / "log")
    assert (counts["applications"], counts["applications added"]) == (2, 0)
    assert set(Application.objects.values_list("origin", flat=True)) == {Origin.IMPORTED}


def test_a_dry_run_writes_nothing(tmp_path):
    write_cases(2)
    log = exported()
    emptied()
    counts, _lines = taken_in(log, tmp_path / "log", dry_run=True)
    assert (counts["applications added"], Application.objects.count()) == (2, 0)


def table(log: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(log.decode("utf-8-sig").splitlines()))


def changed(log: bytes, change: Change) -> bytes:
    rows = table(log)
    change(rows)
    lines = [",".join(f'"{name}"' for name in rows[0])]
    for row in rows:
        lines.append(",".join('"' + value.replace('"', '""') + '"' for value in row.values()))
    return "\n".join(lines).encode()


def with_facts(row: dict[str, str], **facts: object) -> None:
    row["caseflow:facts"] = json.dumps(json.loads(row["caseflow:facts"]) | facts)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: rows.pop(2), "event 3 of 6 is missing or was refused"),
        (lambda rows: rows.append(rows[1]), "it has 7 rows instead of 6"),
        (lambda rows: rows[1].update({"caseflow:verb": "issue"}), "issue is not possible while"),
        (lambda rows: rows[1].update({"caseflow:to": "decided"}), "does not lead from filed"),
        (lambda rows: rows[0].update({"time:timestamp": "soon"}), "time 'soon' cannot be read"),
        (lambda rows: rows[0].update({"caseflow:facts": "{"}), "facts is no JSON object"),
        (lambda rows: with_facts(rows[0], procedure="9.9"), "no published version 1 of '9.9'"),
        (lambda rows: with_facts(rows[0], receiving_center="X"), "there is no agency 'X' here"),
        (lambda rows: with_facts(rows[0], channel="pigeon"), "'pigeon' is not a valid Channel"),
        (lambda rows: with_facts(rows[1], due_at="soon"), "its facts cannot be read"),
        (lambda rows: with_facts(rows[1], due_at="2025-09-30T17:00"), "names no offset"),
        (lambda rows: with_facts(rows[1], due_at="0001-01-01T00:00+14:00"), "out of range"),
        (lambda rows: rows[0].update({"time:timestamp": "0001-01-01T00:00+14:00"}), "0001-01-01"),
        (lambda rows: [row.update({LENGTH: "9" * 9}) for row in rows], "event 7 of 999999999 is"),
    ],
)
def test_what_no_chain_can_say_is_refused_with_its_case(change, told, tmp_path):
    write_cases(1)
    log = changed(exported(Kind.CSV), change)
    emptied()
    counts, lines = taken_in(log, tmp_path / "log")
    assert any(told in line for line in lines)
    assert (counts["applications added"], Application.objects.count()) == (0, 0)


@pytest.mark.parametrize("items", [{"time": 9}, {"weather": 5}, {"time": True}])
def test_a_rating_beyond_the_scale_is_refused(items, tmp_path):
    (case,) = write_cases(1)
    rated(case, Office(case.receiving_center))
    log = changed(exported(Kind.CSV), lambda rows: with_facts(rows[-1], items=items))
    emptied()
    _counts, lines = taken_in(log, tmp_path / "log")
    assert any("rates what cannot be rated" in line for line in lines)
    assert not Application.objects.exists()


def test_a_packed_log_is_read_like_a_plain_one(tmp_path):
    write_cases(1)
    packed = gzip.compress(exported())
    emptied()
    assert taken_in(packed, tmp_path / "log.xes.gz")[0]["applications added"] == 1
