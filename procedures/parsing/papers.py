import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from caseflow.accents import fold
from procedures.parsing.doubts import Doubtful
from procedures.states import DoubtKind

HEADER = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
# The count is glued to the name: "…cấp lập.1 bản chính"; "gồm 02 bản chính" with a space is prose.
COUNT = re.compile(r"(?<!\s)(?<![\s(:]0)(\d) bản chính(?:, ?(\d{1,3}) bản sao)?")
CONDITION = re.compile(r"^(?:doi voi )?truong hop|^neu |neu co|trong truong hop")
KEY_LENGTH = 48
SUBJECT = "required_papers"


@dataclass(frozen=True, slots=True)
class Paper:
    key: str
    name: str
    required: bool
    shown_only: bool
    originals: int
    copies: int
    raw: str

    def fields(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


def papers_of(text: str) -> tuple[list[Paper], list[Doubtful]]:
    """The papers by section; those of several cases, or under a condition, are not required."""
    label, *tables = text.split(HEADER)
    found: list[Paper] = []
    doubts: list[Doubtful] = []
    for table in tables:
        shown = "xuat trinh" in fold(label)
        alone = len(tables) == 1 or "giay to phai nop" in fold(label)
        items, label = items_of(table)
        found += [paper(item, shown=shown, alone=alone) for item in items]
        doubts += [fused(item) for item in items if item[1][-1:].isdigit()]
    if text.strip(" -") and not found:
        doubts.append(Doubtful(SUBJECT, DoubtKind.UNREAD_PAPERS, text))
    return list(distinct(found)), doubts


def items_of(table: str) -> tuple[list[tuple[re.Match[str], str]], str]:
    """Each count with the name before it, and what is left: the label of the next section."""
    items, start = [], 0
    for count in COUNT.finditer(table):
        items.append((count, table[start : count.start()].strip(" \n-+*•")))
        start = count.end()
    return [(count, name) for count, name in items if name], table[start:]


def paper(item: tuple[re.Match[str], str], *, shown: bool, alone: bool) -> Paper:
    count, name = item
    originals, copies = int(count[1]), int(count[2] or 0)
    folded = fold(name)
    return Paper(
        key=slugify(folded[:KEY_LENGTH]) or "paper",
        name=name,
        required=alone and originals + copies > 0 and not CONDITION.search(folded),
        shown_only=shown,
        originals=originals,
        copies=copies,
        raw=name + count.group(),
    )


def fused(item: tuple[re.Match[str], str]) -> Doubtful:
    count, name = item
    return Doubtful(SUBJECT, DoubtKind.FUSED_NUMBERS, name[-60:] + count.group())


def distinct(papers: list[Paper]) -> Iterator[Paper]:
    """The same papers with keys told apart by a number."""
    seen: dict[str, int] = {}
    for one in papers:
        seen[one.key] = seen.get(one.key, 0) + 1
        suffix = "" if seen[one.key] == 1 else f"--{seen[one.key]}"
        yield dataclasses.replace(one, key=one.key + suffix)
