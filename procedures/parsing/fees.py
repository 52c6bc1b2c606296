import re

from caseflow.accents import fold
from procedures.parsing.channels import Row
from procedures.parsing.doubts import Doubtful
from procedures.states import DoubtKind

FREE, UNSTATED = "Miễn phí", "Không có thông tin"
# The export groups thousands with commas; a longer number without one lost something.
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
NAMED = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{3})+|\d+) ?(?:dong|vnd|d)\b")
LOCAL = re.compile(r"hoi dong nhan dan|hdnd|uy ban nhan dan (?:cap )?tinh|dia phuong")
THINGS = (
    "bản|chứng chỉ|cơ sở|di chúc|giao dịch|giấy chứng nhận|giấy phép|giấy thông hành|giấy|hồ sơ|"
    "hộ chiếu|lần|lô hàng|môn thi|người|phương tiện|tem|thẻ|trang|trường hợp|tờ khai|văn bản"
)
PER = re.compile(rf"(?:^|(?:đồng|đ|VNĐ) ?)/ ?(?:0?1 )?({THINGS})\b", re.IGNORECASE)
SUBJECT = "fees"


def fee_of(row: Row) -> tuple[int | None, list[Doubtful]]:
    """Đồng to pay through one channel, or nothing and the reason why it was not read."""
    if row.fee == UNSTATED:
        return None, []
    amount, kind = amount_of(row)
    kind = kind or disagreement(amount, fold(row.note))
    if kind:
        return None, [Doubtful(SUBJECT, kind, f"{row.time}{row.fee}({row.note})")]
    return amount, []


def amount_of(row: Row) -> tuple[int, DoubtKind | None]:
    number, _, currency = row.fee.partition(" ")
    if row.fee == FREE:
        return 0, None
    if currency == "USD":
        return 0, DoubtKind.FOREIGN_CURRENCY
    if not row.time:
        return 0, DoubtKind.FUSED_NUMBERS
    if GROUPED.fullmatch(number) and len(number) < 20:
        return int(number.replace(",", "")), None
    return 0, DoubtKind.FEE_WITHOUT_THOUSANDS if number.isdecimal() else DoubtKind.UNREAD_FEE


def disagreement(amount: int | None, note: str) -> DoubtKind | None:
    named = {int(re.sub(r"\D", "", number)) for number in NAMED.findall(note)}
    if named and amount not in named:
        return DoubtKind.NOTE_DISAGREES
    if amount == 0 and LOCAL.search(note):
        return DoubtKind.FEE_SET_LOCALLY
    return None


def unit_of(row: Row) -> str:
    """What one fee pays for, when the note says it: "/trang", "700.000 đồng/cơ sở"."""
    match = PER.search(row.note)
    return match[1] if match else ""
