from datetime import UTC, datetime

import pytest

from caseflow.scorecards import importing
from caseflow.scorecards.forms import DocumentLine, TrainingLine
from caseflow.scorecards.importing import Imported, Refused
from caseflow.scorecards.models import DocumentCount, Revision, Training
from tests.scorecards.factories import a_commune, a_province

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HEAD = "unit,held_on,subject,audience,participants,source"


def take(content: str | bytes, form=TrainingLine, key=("unit", "held_on", "subject")) -> Imported:
    raw = content.encode() if isinstance(content, str) else content
    return importing.take(importing.read(raw, form), form, key, by=None, at=NOW)


def problems(content: str | bytes, **options) -> list[tuple[int, str]]:
    with pytest.raises(Refused) as caught:
        take(content, **options)
    return [(problem.line, problem.column) for problem in caught.value.problems]


@pytest.mark.parametrize("separator", [",", ";"])
def test_lines_are_added_and_the_same_key_is_corrected_with_its_history(separator):
    code = a_province().code
    lines = [HEAD, f"{code},2025-09-01,Chữ ký số,Cán bộ,30,QĐ 1", ""]
    assert take("\r\n".join(lines).replace(",", separator)) == Imported(added=1, changed=0)
    Training.objects.get(participants=30)
    again = "\ufeff" + "\n".join(lines).replace("30", "31").replace(",", separator)
    rows = importing.read(again.encode(), TrainingLine)
    importing.take(rows, TrainingLine, ("unit", "held_on", "subject"), by=None, at=NOW)
    assert [row.values["participants"] for row in Revision.objects.of(Training.objects.get())] == [
        "31",
        "30",
    ]


def test_every_problem_names_its_line_and_column_and_nothing_is_taken():
    code = a_province().code
    content = "\n".join(
        [
            HEAD,
            f"{code},2025-09-01,Một,Cán bộ,30,QĐ 1",
            f"{code},2025-13-01,Hai,Cán bộ,-4,QĐ 1",
            "99999,2025-09-01,Ba,Cán bộ,5,",
        ]
    )
    assert sorted(problems(content)) == [
        (3, "held_on"), (3, "participants"), (4, "source"), (4, "unit"),
    ]  # fmt: skip
    assert not Training.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "unit,held_on",
        f"{HEAD},salary\n",
        f"{HEAD},unit\n",
        f"{HEAD}\n1,2,3,4,5,6,7\n",
        b"\xff\xfe\x00u\x00n",
        b"PK\x03\x04\x00\x00",
    ],
)
def test_what_is_no_such_table_is_refused_with_its_line(content):
    assert problems(content)[0][0] in (1, 2)


def test_a_rule_between_columns_is_told_for_the_line():
    agency = a_commune(a_province())
    head = ",".join(DocumentLine.base_fields)
    content = f"{head}\n{agency.code},2025-09-01,1,2,1,1,1,0,QĐ\n"
    assert problems(content, form=DocumentLine, key=("agency", "month")) == [(2, "")]
    assert problems(content.replace("09-01", "09-02"), form=DocumentLine, key=("agency",)) == [
        (2, "month"), (2, ""),
    ]  # fmt: skip
    assert not DocumentCount.objects.exists()


def test_too_many_lines_are_refused_before_any_is_read(monkeypatch):
    monkeypatch.setattr(importing, "LINES", 2)
    assert problems(HEAD + "\n1,1,1,1,1,1" * 3) == [(4, "")]
