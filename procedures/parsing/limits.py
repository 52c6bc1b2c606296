import re
from collections.abc import Sequence
from dataclasses import dataclass

from caseflow.accents import fold
from procedures.parsing.channels import Row
from procedures.parsing.doubts import Doubtful
from procedures.states import DoubtKind, LimitUnit

UNITS = {
    "ngay lam viec": LimitUnit.WORKING_DAY,
    "ngay": LimitUnit.DAY,
    "gio": LimitUnit.HOUR,
    "thang": LimitUnit.MONTH,
}
MOST = 32_767
PERIOD = re.compile(rf"(?<![\d.,/])0*(\d{{1,5}}) (?:\([^)]*\) )?({'|'.join(UNITS)})\b(?! \d)")
SUBJECT = "time_limit"


@dataclass(frozen=True, slots=True)
class Limit:
    amount: int
    unit: LimitUnit


def limit_of(row: Row) -> tuple[Limit | None, list[Doubtful]]:
    """The time limit of one channel; a bare number is none, whatever it seems to mean."""
    time = fold(row.time)
    if time.isdigit():
        return None, [Doubtful(SUBJECT, DoubtKind.BARE_NUMBER, row.time)]
    if not time[:1].isdigit():
        return None, []
    limit = periods(time)
    if len(limit) != 1:
        return None, [Doubtful(SUBJECT, DoubtKind.UNREAD_LIMIT, row.time)]
    return limit[0], contradiction(limit[0], row)


def contradiction(limit: Limit, row: Row) -> list[Doubtful]:
    """A description that names one period, and another one than its field."""
    named = set(periods(fold(row.description)))
    if len(named) == 1 and limit not in named:
        return [Doubtful(SUBJECT, DoubtKind.NOTE_DISAGREES, f"{row.time} ≠ {row.description}")]
    return []


def periods(folded: str) -> list[Limit]:
    found = ((int(match[1]), UNITS[match[2]]) for match in PERIOD.finditer(folded))
    return [Limit(amount, unit) for amount, unit in found if 0 < amount <= MOST]


def common_limit(limits: Sequence[tuple[Row, Limit | None]]) -> tuple[Limit | None, list[Doubtful]]:
    """The one limit that every channel with a readable time names."""
    named = {limit for _, limit in limits if limit}
    if len(named) == 1:
        return named.pop(), []
    if not named:
        return None, []
    raw = "; ".join(f"{row.channel}: {row.time}" for row, limit in limits if limit)
    return None, [Doubtful(SUBJECT, DoubtKind.CHANNELS_DISAGREE, raw)]
