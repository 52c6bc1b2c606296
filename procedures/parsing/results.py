import re
from dataclasses import dataclass

from caseflow.accents import fold
from procedures.parsing.doubts import Doubtful
from procedures.states import DoubtKind

# After the results the export goes on with the search form of the page.
PAGE_CHROME = "Từ khóa"
OFFICIAL = re.compile(r"KQ\.[GH]\d{2}\.\d{6}")
CODE = re.compile(rf"Mã: ?({OFFICIAL.pattern}|[A-Z0-9.\-]{{0,30}}\d)")
SUBJECT = "result_types"


@dataclass(frozen=True, slots=True)
class Result:
    code: str
    name: str


def results_of(text: str) -> tuple[list[Result], list[Doubtful]]:
    body = text.partition(PAGE_CHROME)[0]
    found, start = [], 0
    for match in CODE.finditer(body):
        found.append(Result(match[1], body[start : match.start()].strip(" \n-+*•")))
        start = match.end()
    if rest := body[start:].strip():
        found.append(Result("", rest))
    return found, [doubt(result) for result in found if not OFFICIAL.fullmatch(result.code)]


def doubt(result: Result) -> Doubtful:
    return Doubtful(SUBJECT, DoubtKind.UNREAD_RESULT, f"{result.name} {result.code}".strip())


def hands_out_nothing(text: str) -> bool:
    """Whether the record says that the applicant gets no result back."""
    return "khong co ket qua" in fold(text.partition(PAGE_CHROME)[0])
