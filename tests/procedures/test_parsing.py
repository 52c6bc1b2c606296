import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.parsing import channels, fees, limits, papers, results
from procedures.parsing.doubts import Doubtful
from procedures.parsing.limits import Limit
from procedures.parsing.records import BadRecord, read_record
from procedures.states import Channel, DoubtKind, LimitUnit

TABLE = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"


def row(text: str) -> channels.Row:
    (only,) = channels.rows(TABLE + text)
    return only


def kinds(doubts: list[Doubtful]) -> list[DoubtKind]:
    return [doubt.kind for doubt in doubts]


def test_rows_run_together_are_told_apart():
    text = TABLE + "Trực tuyến1Miễn phíDịch vụ bưu chính7 NgàyMiễn phíTrực tiếp2 Giờ40,000 VNĐ"
    rows = channels.rows(text)
    assert [(row.channel, row.time, row.fee) for row in rows] == [
        (Channel.ONLINE, "1", "Miễn phí"),
        (Channel.POST, "7 Ngày", "Miễn phí"),
        (Channel.COUNTER, "2 Giờ", "40,000 VNĐ"),
    ]


def test_a_channel_named_in_prose_is_no_row():
    only = row("Trực tiếp7 NgàyMiễn phíNộp hồ sơ Trực tuyến hoặc trực tiếp.")
    assert only.description == "Nộp hồ sơ Trực tuyến hoặc trực tiếp."


def test_a_note_ends_with_its_own_bracket():
    only = row("Trực tiếp2 NgàyMiễn phí((giảm 50% (xem dưới)) đến 2026)Trong 2 ngày")
    assert (only.note, only.description) == ("(giảm 50% (xem dưới)) đến 2026", "Trong 2 ngày")


def test_a_note_that_never_closes_is_all_note():
    assert row("Trực tiếp200 VNĐ(đang cập nhật").note == "đang cập nhật"


@pytest.mark.parametrize(
    ("time", "limit"),
    [
        ("5 Ngày làm việc", Limit(5, LimitUnit.WORKING_DAY)),
        ("30 Ngày", Limit(30, LimitUnit.DAY)),
        ("1 Giờ", Limit(1, LimitUnit.HOUR)),
        ("6 Tháng", Limit(6, LimitUnit.MONTH)),
    ],
)
def test_a_limit_with_its_unit_is_read(time, limit):
    assert limits.limit_of(row(f"Trực tuyến{time}Miễn phí")) == (limit, [])


@pytest.mark.parametrize(
    ("time", "doubts"),
    [
        ("1", [DoubtKind.BARE_NUMBER]),
        ("1.5 Ngày làm việc", [DoubtKind.UNREAD_LIMIT]),
        ("0 Ngày", [DoubtKind.UNREAD_LIMIT]),
        ("99999 Ngày", [DoubtKind.UNREAD_LIMIT]),
        ("Không quy định", []),
        ("", []),
    ],
)
def test_a_limit_that_is_none_is_not_guessed(time, doubts):
    limit, found = limits.limit_of(row(f"Trực tuyến{time}Miễn phí"))
    assert (limit, kinds(found)) == (None, doubts)


def test_a_description_with_another_period_is_a_doubt():
    contradicted = row("Trực tiếp5 NgàyMiễn phíTrong thời hạn 05 ngày làm việc, kể từ ngày nhận")
    limit, doubts = limits.limit_of(contradicted)
    assert (limit, kinds(doubts)) == (Limit(5, LimitUnit.DAY), [DoubtKind.NOTE_DISAGREES])


def test_a_description_with_the_same_period_agrees():
    agreed = row("Trực tiếp7 Ngày làm việcMiễn phí07 (bảy) ngày làm việc kể từ ngày nhận hồ sơ")
    assert limits.limit_of(agreed)[1] == []


def test_channels_with_different_limits_have_none_in_common():
    rows = channels.rows(TABLE + "Trực tuyến20 NgàyMiễn phíTrực tiếp15 NgàyMiễn phí")
    limit, doubts = limits.common_limit([(one, limits.limit_of(one)[0]) for one in rows])
    assert (limit, kinds(doubts)) == (None, [DoubtKind.CHANNELS_DISAGREE])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Trực tiếp3 NgàyMiễn phí", 0),
        ("Trực tiếp3 Ngày8,000 VNĐ", 8_000),
        ("Trực tiếp3 Ngày30,000,000 Việt Nam Đồng(30.000.000 đồng/lần)", 30_000_000),
        ("Trực tiếpKhông có thông tin400,000 VNĐ", 400_000),
        ("Trực tiếp3 NgàyKhông có thông tin", None),
    ],
)
def test_a_plain_fee_is_read(text, amount):
    assert fees.fee_of(row(text)) == (amount, [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Trực tiếp15 Ngày700 VNĐ(700.000 đồng/cơ sở)", DoubtKind.FEE_WITHOUT_THOUSANDS),
        ("Trực tiếp3 Ngày2000 VNĐ", DoubtKind.FEE_WITHOUT_THOUSANDS),
        ("Trực tiếp1100 VNĐ", DoubtKind.FUSED_NUMBERS),
        ("Trực tiếp120,000 VNĐ(20.000 đồng/tờ khai)", DoubtKind.FUSED_NUMBERS),
        ("Trực tiếp5 Ngày10 USD(10 USD/lần)", DoubtKind.FOREIGN_CURRENCY),
        ("Trực tiếp5 Ngày1,00,0 VNĐ", DoubtKind.UNREAD_FEE),
        ("Trực tiếp3 Ngày5,000 VNĐ(thu 7.000 đồng/lần)", DoubtKind.NOTE_DISAGREES),
        ("Trực tiếp3 NgàyMiễn phí(20.000.000 đồng/lần)", DoubtKind.NOTE_DISAGREES),
        ("Trực tiếp3 NgàyMiễn phí(do Hội đồng nhân dân tỉnh quy định)", DoubtKind.FEE_SET_LOCALLY),
    ],
)
def test_a_fee_in_doubt_is_not_guessed(text, kind):
    amount, doubts = fees.fee_of(row(text))
    assert (amount, kinds(doubts)) == (None, [kind])


@pytest.mark.parametrize(
    ("note", "unit"),
    [("/trang", "trang"), ("700.000 đồng/cơ sở.", "cơ sở"), ("theo Thông tư 47/2019", "")],
)
def test_what_a_fee_pays_for_is_read_from_its_note(note, unit):
    assert fees.unit_of(row(f"Trực tiếp3 Ngày2,000 VNĐ({note})")) == unit


def test_papers_run_together_are_told_apart():
    text = f"--{PAPERS}- Đơn đề nghị1 bản chínhBản đồ0 bản chính,2 bản sao"
    found, doubts = papers.papers_of(text)
    assert [(one.name, one.originals, one.copies) for one in found] == [
        ("Đơn đề nghị", 1, 0),
        ("Bản đồ", 0, 2),
    ]
    assert doubts == []


def test_a_count_inside_a_name_stays_in_the_name():
    text = f"--{PAPERS}Hồ sơ gồm 02 bản chính tờ khai1 bản chính"
    assert [one.name for one in papers.papers_of(text)[0]] == ["Hồ sơ gồm 02 bản chính tờ khai"]


def test_a_count_glued_to_a_number_is_a_doubt():
    found, doubts = papers.papers_of(f"--{PAPERS}Mẫu BM.20.031 bản chính")
    assert (found[0].name, found[0].originals) == ("Mẫu BM.20.03", 1)
    assert kinds(doubts) == [DoubtKind.FUSED_NUMBERS]


def test_papers_of_a_condition_or_of_none_are_not_required():
    text = f"--{PAPERS}Trường hợp ủy quyền: văn bản1 bản chínhGiấy chứng sinh0 bản chính"
    assert [one.required for one in papers.papers_of(text)[0]] == [False, False]


def test_papers_to_show_are_told_from_papers_to_hand_in():
    text = (
        f"* Giấy tờ phải nộp:{PAPERS}Đơn1 bản chính* Giấy tờ phải xuất trình:{PAPERS}Thẻ1 bản chính"
    )
    found, _ = papers.papers_of(text)
    assert [(one.name, one.shown_only, one.required) for one in found] == [
        ("Đơn", False, True),
        ("Thẻ", True, False),
    ]


def test_the_same_name_twice_has_two_keys():
    found, _ = papers.papers_of(f"--{PAPERS}Đơn1 bản chínhĐơn1 bản chính")
    assert [one.key for one in found] == ["don", "don--2"]


def test_papers_in_free_prose_are_a_doubt():
    assert kinds(papers.papers_of("nộp cho cơ quan bảo hiểm")[1]) == [DoubtKind.UNREAD_PAPERS]


def test_results_are_told_apart_by_their_codes():
    text = "Giấy phépMã: KQ.G12.000778Văn bản từ chốiMã: KQ.G12.001161Từ khóaKhông có thông tin"
    found, doubts = results.results_of(text)
    assert [(one.code, one.name) for one in found] == [
        ("KQ.G12.000778", "Giấy phép"),
        ("KQ.G12.001161", "Văn bản từ chối"),
    ]
    assert doubts == []


@pytest.mark.parametrize("code", ["000.00.00.G15-KQ0187", "KQ-G10.000003"])
def test_a_result_code_of_another_shape_is_kept_and_doubted(code):
    found, doubts = results.results_of(f"Giấy phépMã: {code}Từ khóa")
    assert (found[0].code, kinds(doubts)) == (code, [DoubtKind.UNREAD_RESULT])


@given(st.text())
def test_no_text_breaks_the_readers(text):
    for one in channels.rows(text):
        limits.limit_of(one)
        fees.fee_of(one)
    papers.papers_of(text)
    results.results_of(text)


PIECES = st.sampled_from(
    [
        *channels.NAMES,
        "1",
        "10 Ngày",
        "Miễn phí",
        " VNĐ",
        "700",
        ",000",
        "(",
        ")",
        "/",
        "\n",
        "đồng",
    ]
    + [PAPERS, "1 bản chính", ",2 bản sao", "Mã: KQ.G15.000031", "Mã: ", "Từ khóa", "ngày làm việc"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_jumble_of_the_portals_own_words_breaks_a_record(jumble):
    fields = ("cach_thuc_thuc_hien", "thanh_phan_ho_so", "ket_qua_xu_ly", "cap_thuc_hien")
    draft = read_record(
        {"ma_thu_tuc": "1.000001", "ten_thu_tuc": "x"} | dict.fromkeys(fields, jumble)
    )
    keys = [part.key for part in draft.parts if hasattr(part, "key")]
    assert len(keys) == len(set(keys))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(JSON)
def test_any_other_json_is_refused_and_not_a_crash(record):
    with pytest.raises(BadRecord):
        read_record(record)
