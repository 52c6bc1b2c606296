import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from procedures import catalogue
from procedures.catalogue import import_catalogue
from procedures.models import Doubt, Procedure, ProcedureVersion
from procedures.publishing import in_force_for
from procedures.states import DoubtKind, OnlineLevel, VersionState
from seeds import procedures as shipped
from tests.procedures.factories import NEW_YEAR

pytestmark = pytest.mark.django_db
NATIONAL = Path(__file__).parents[3] / "shared/data/national_catalogue.jsonl.gz"
TABLE = "Hình thức nộpThời gianPhí, lệ phíMô tả"
LATER = NEW_YEAR + timedelta(days=30)


def record(code: str = "1.000001", **fields: Any) -> dict[str, Any]:
    return {
        "ma_thu_tuc": code,
        "ten_thu_tuc": "Cấp giấy phép",
        "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
        "linh_vuc": "Đường bộ",
        "cach_thuc_thuc_hien": TABLE + "Trực tuyến5 Ngày làm việc40,000 VNĐ(/giấy phép)",
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn đề nghị1 bản chính",
        "ket_qua_xu_ly": "Giấy phépMã: KQ.G04.000508Từ khóaKhông có thông tin",
    } | fields


@pytest.fixture
def written(tmp_path):
    def write(*lines: object, name: str = "records.jsonl") -> Path:
        path = tmp_path / name
        path.write_bytes(b"\n".join(map(encoded, lines)) + b"\n")
        return path

    return write


def encoded(line: object) -> bytes:
    return line if isinstance(line, bytes) else json.dumps(line).encode()


def test_a_record_becomes_a_published_version_with_its_lines(written):
    import_catalogue(written(record()), at=NEW_YEAR)
    version = in_force_for("1.000001")
    assert (version.limit_amount, version.limit_unit) == (5, "working_day")
    assert version.procedure.levels == ["province", "commune"]
    assert [(fee.amount, fee.unit) for fee in version.fees.all()] == [(40_000, "giấy phép")]
    assert [(paper.key, paper.required) for paper in version.required_papers.all()] == [
        ("don-de-nghi", True)
    ]
    assert [result.code for result in version.result_types.all()] == ["KQ.G04.000508"]


def test_the_record_is_kept_as_it_came_beside_what_was_read(written):
    import_catalogue(written(record()), at=NEW_YEAR)
    version = ProcedureVersion.objects.get()
    assert version.raw == record()
    assert version.channel_terms.get().raw == "Trực tuyến5 Ngày làm việc40,000 VNĐ(/giấy phép)"


def test_how_far_the_online_service_goes_is_not_guessed(written):
    import_catalogue(written(record()), at=NEW_YEAR)
    assert ProcedureVersion.objects.get().online_level == OnlineLevel.UNSTATED
    assert Doubt.objects.get().kind == DoubtKind.ONLINE_LEVEL_UNSTATED


def test_a_second_import_changes_nothing(written):
    path = written(record())
    import_catalogue(path, at=NEW_YEAR)
    report = import_catalogue(path, at=LATER)
    assert (report.created, report.new_versions, report.unchanged) == (0, 0, 1)
    assert ProcedureVersion.objects.count() == 1


def test_a_changed_record_retires_the_version_before(written):
    import_catalogue(written(record()), at=NEW_YEAR)
    report = import_catalogue(written(record(so_quyet_dinh="9/QĐ")), at=LATER)
    assert report.new_versions == 1
    states = ProcedureVersion.objects.order_by("number").values_list("number", "state")
    assert list(states) == [(1, VersionState.RETIRED), (2, VersionState.PUBLISHED)]
    assert in_force_for("1.000001").decision == "9/QĐ"


BROKEN = {
    "not JSON": b"{broken",
    "an empty line": b"",
    "no record": [1],
    "no code": {"ten_thu_tuc": "x"},
    "a code of another shape": record("1.1"),
    "no name": record(ten_thu_tuc=" "),
    "a number for a text": record(linh_vuc=7),
    "a field too long": record(linh_vuc="x" * 301),
    "a NUL character": record(doi_tuong_thuc_hien="a\x00b"),
    "half a surrogate": b'{"ma_thu_tuc": "\\ud800"}',
    "another encoding": json.dumps(record(), ensure_ascii=False).encode("utf-16"),
    "a deep nest": b"[" * 100_000,
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_line_is_named_and_the_rest_goes_on(written, line):
    report = import_catalogue(written(record("1.000001"), line, record("1.000002")), at=NEW_YEAR)
    assert [refusal.line for refusal in report.refused][:1] == [2]
    assert set(Procedure.objects.values_list("code", flat=True)) == {"1.000001", "1.000002"}


def test_a_giant_line_is_refused_without_being_held(written, monkeypatch):
    monkeypatch.setattr(catalogue, "LONGEST_LINE", 4096)
    path = written(record("1.000001"), b"x" * 50_000, record("1.000002"))
    report = import_catalogue(path, at=NEW_YEAR)
    assert [refusal.line for refusal in report.refused] == [2]
    assert report.created == 2


def test_a_code_that_stands_twice_is_refused_the_second_time(written):
    path = written(record(), record(so_quyet_dinh="other"))
    report = import_catalogue(path, at=NEW_YEAR)
    assert [str(refusal.reason) for refusal in report.refused] == [
        "1.000001 stands already in line 1"
    ]


def test_a_gzip_file_that_breaks_off_gives_what_stands_before(tmp_path):
    lines = [json.dumps(record(f"1.{n:06}") | {"noise": str(hash(n))}) for n in range(500)]
    path = tmp_path / "records.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode())[:-400])
    report = import_catalogue(path, at=NEW_YEAR)
    assert 0 < report.created < 500
    assert "breaks off" in report.refused[-1].reason


def test_an_unknown_level_is_a_doubt(written):
    import_catalogue(written(record(cap_thuc_hien="Cấp huyện, Cấp xã")), at=NEW_YEAR)
    assert Procedure.objects.get().levels == ["commune"]
    assert Doubt.objects.filter(kind=DoubtKind.UNKNOWN_LEVEL, raw="Cấp huyện").exists()


def test_what_was_drawn_up_with_care_outlives_an_import(written):
    shipped.load(at=NEW_YEAR)
    table = TABLE + "Trực tuyến1Miễn phíTrực tiếp1Miễn phí"
    birth = record("1.001193", ten_thu_tuc="Thủ tục", cach_thuc_thuc_hien=table)
    import_catalogue(written(birth), at=LATER)
    version = in_force_for("1.001193")
    assert (version.number, version.procedure.name_en) == (2, "Birth registration")
    assert version.form_schema["x-title-en"] == "Birth registration form"
    assert version.required_papers.filter(key="birth_notification").exists()
    assert (version.limit_unit, version.online_level) == ("same_day", "full")
    assert version.doubts.filter(kind=DoubtKind.BARE_NUMBER).exists()


def test_a_limit_that_contradicts_the_reference_data_is_left_to_people(written):
    shipped.load(at=NEW_YEAR)
    import_catalogue(written(record("1.004222")), at=LATER)
    version = in_force_for("1.004222")
    assert (version.limit_amount, version.limit_unit) == (7, "working_day")
    doubt = version.doubts.get(kind=DoubtKind.SOURCES_DISAGREE)
    assert doubt.raw == "5 Ngày làm việc ≠ 7 ngày làm việc"


def test_reference_data_loaded_again_leaves_an_import_in_force(written):
    shipped.load(at=NEW_YEAR)
    import_catalogue(written(record("1.001193")), at=LATER)
    shipped.load(at=LATER)
    assert in_force_for("1.001193").number == 2


def test_the_command_reports_in_plain_digits(written, capsys):
    call_command("import_catalogue", written(record()))
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == ["procedures 1", "created 1", "unchanged 0", "new versions 0"]
    assert "refused 0" in lines


def test_the_command_ends_with_1_where_a_line_was_refused(written, capsys):
    with pytest.raises(SystemExit, match="1"):
        call_command("import_catalogue", written(record(), b"{"))
    assert "line 2" in capsys.readouterr().err


def test_the_command_ends_with_2_for_a_missing_file(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("import_catalogue", tmp_path / "absent.jsonl")
    assert error.value.returncode == 2


@pytest.mark.skipif(
    not NATIONAL.exists(), reason="the national catalogue is not beside the checkout"
)
def test_every_twentieth_record_of_the_national_catalogue_is_imported(written):
    records = gzip.decompress(NATIONAL.read_bytes()).splitlines()[::20]
    report = import_catalogue(written(*records), at=NEW_YEAR)
    assert (report.procedures, report.created, report.refused) == (133, 133, [])
    assert ProcedureVersion.objects.in_force().count() == 133
    assert report.doubts.keys() >= {"bare_number", "fee_without_thousands", "channels_disagree"}
