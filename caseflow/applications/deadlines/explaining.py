"""Day by day what happened to a settlement period: counted, left out, paused, begun again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from caseflow.applications.deadlines.counting import Chapter, Settlement
from caseflow.applications.deadlines.terms import Resumption
from caseflow.applications.states import Verb
from caseflow.centers.working_time import Effect, Step, local

EFFECTS = {
    Effect.COUNTED: _("counted"),
    Effect.SKIPPED: _("not counted"),
    Effect.MADE_UP: _("counted, make-up day"),
    Effect.PAUSED: _("paused"),
    Effect.RESUMED: _("goes on"),
    Effect.RESTARTED: _("begins again"),
    Effect.MOVED: _("date moved"),
}

# Each in Vietnamese and English, with its source.
OF_THE_OFFICE = "quy định của cơ quan giải quyết"
DECREE = "Nghị định 118/2025/NĐ-CP"
WAITS = {
    Verb.REQUEST_SUPPLEMENT: (
        "chờ bổ sung hồ sơ",
        "waiting for the supplement",
        f"{DECREE}, điều 19 khoản 5",
    ),
    Verb.REQUEST_PAYMENT: (
        "chờ nộp phí, lệ phí hoặc thuế",
        "waiting for the payment",
        OF_THE_OFFICE,
    ),
}
BEGINNINGS = {
    Resumption.RESTART: (
        Effect.RESTARTED,
        "hồ sơ đã bổ sung đủ, thời hạn tính lại từ đầu",
        "the file is complete, the period begins again",
        f"{DECREE}, điều 19 khoản 5",
    ),
    Resumption.SHIFT: (
        Effect.RESUMED,
        "thời hạn tiếp tục, thời gian chờ không tính",
        "the period goes on, without the wait",
        OF_THE_OFFICE,
    ),
    Resumption.SECOND_APPOINTMENT: (
        Effect.RESTARTED,
        "hẹn lần hai, tính từ khi có chứng từ nộp tiền",
        "second appointment, counted from the proof of payment",
        OF_THE_OFFICE,
    ),
}
EXTENDED = (
    Effect.MOVED,
    "đã xin lỗi và hẹn lại ngày trả kết quả",
    "apology and a new appointment",
    f"{DECREE}, điều 19 khoản 6",
)
CALENDAR = (
    "lịch làm việc thay đổi, các ngày được tính lại",
    "the working calendar changed, the days are counted again",
)


def settlement_steps(period: Settlement, *, until: datetime) -> Iterator[Step]:
    """The way to the due date as it stands; a wait that still lasts is told until then."""
    followed: list[Chapter | None] = [*period.chapters[1:], None]
    for chapter, following in zip(period.chapters, followed, strict=True):
        yield from opening(chapter)
        runs_on = following is not None and following.how == Resumption.NONE
        paused_at = None if runs_on else chapter.paused_at
        yield from counted_days(chapter, paused_at)
        if paused_at:
            yield from waiting_days(period, paused_at, following.deed.at if following else until)


def opening(chapter: Chapter) -> Iterator[Step]:
    day = local(chapter.deed.at).date()
    if chapter.how in BEGINNINGS:
        yield Step(day, *BEGINNINGS[chapter.how])
    elif chapter.deed.verb == Verb.EXTEND:
        yield Step(day, *EXTENDED)
    elif chapter.deed.verb == Verb.RESCHEDULE:
        yield Step(day, Effect.MOVED, *CALENDAR, str(chapter.deed.payload.get("document", "")))


def counted_days(chapter: Chapter, paused_at: datetime | None) -> Iterator[Step]:
    last = local(paused_at).date() if paused_at else date.max
    for step in chapter.term.steps if chapter.term else ():
        if step.date <= last:
            yield step


def waiting_days(period: Settlement, since: datetime, until: datetime) -> Iterator[Step]:
    asked = next(deed for deed in period.taken if deed.at == since and deed.verb in WAITS)
    day, last = local(since).date(), local(until).date()
    while day <= last:
        yield Step(day, Effect.PAUSED, *WAITS[Verb(asked.verb)])
        day += timedelta(days=1)
