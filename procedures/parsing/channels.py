"""The portal's table of ways of filing, flattened by its export into one run-on text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from procedures.states import Channel

HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
NAMES = {
    "Trực tuyến": Channel.ONLINE,
    "Trực tiếp": Channel.COUNTER,
    "Dịch vụ bưu chính": Channel.POST,
}
NAME = "|".join(NAMES)
# Words in the time column begin with a capital right after the channel; prose begins with a space.
WORDS = rf"(?!{NAME}|Miễn phí)[A-ZĐ][^\d\n(]{{0,150}}?"
ROW = re.compile(
    rf"(?P<channel>{NAME})"
    rf"(?P<time>\d+(?:\.\d+)? (?:Ngày làm việc|Ngày|Giờ|Tháng|Năm)|\d+(?=[MK])|{WORDS}|)"
    r"(?P<fee>Miễn phí|Không có thông tin|[\d.,]+ (?:VNĐ|Việt Nam Đồng|USD))"
)


@dataclass(frozen=True, slots=True)
class Row:
    channel: Channel
    time: str
    fee: str
    note: str
    description: str
    raw: str


def rows(text: str) -> list[Row]:
    """The rows that can be told apart; empty when the text has another shape."""
    body = text.removeprefix(HEADER)
    found = list(ROW.finditer(body))
    starts = [match.start() for match in found]
    ends = [*starts[1:], len(body)]
    return [read(match, body[match.end() : end]) for match, end in zip(found, ends, strict=False)]


def read(match: re.Match[str], rest: str) -> Row:
    note, description = split_note(rest)
    return Row(
        channel=NAMES[match["channel"]],
        time=match["time"].strip(),
        fee=match["fee"],
        note=note,
        description=description.strip(),
        raw=match.group() + rest,
    )


def split_note(rest: str) -> tuple[str, str]:
    """The bracketed note on the fee and what follows it; an unclosed bracket is all note."""
    if not rest.startswith("("):
        return "", rest
    for end, depth in depths(rest):
        if depth == 0:
            return rest[1:end].strip(), rest[end + 1 :]
    return rest[1:].strip(), ""


def depths(text: str) -> Iterator[tuple[int, int]]:
    depth = 0
    for position, char in enumerate(text):
        depth += {"(": 1, ")": -1}.get(char, 0)
        yield position, depth
