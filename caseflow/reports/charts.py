"""How long cases took, in steps people know, and a bar chart of them in whole numbers.

The chart is drawn on the server: no script, no style attribute.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseflow.indicators.durations import Bins, seconds_of

HOUR, DAY = 3600, 86_400
#: Longest agency time of each step, in seconds; the last step is open.
STEPS: tuple[tuple[int | None, Promise], ...] = (
    (HOUR, _("up to 1 h")),
    (4 * HOUR, _("1–4 h")),
    (8 * HOUR, _("4–8 h")),
    (DAY, _("8–24 h")),
    (2 * DAY, _("1–2 d")),
    (3 * DAY, _("2–3 d")),
    (5 * DAY, _("3–5 d")),
    (10 * DAY, _("5–10 d")),
    (20 * DAY, _("10–20 d")),
    (30 * DAY, _("20–30 d")),
    (None, _("over 30 d")),
)
ROOM, BAR, HEAD, HEIGHT, FOOT = 92, 64, 18, 200, 36


@dataclass(frozen=True, slots=True)
class Step:
    up_to_seconds: int | None
    label: Promise
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    step: Step
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + BAR // 2

    @property
    def above(self) -> int:
        return self.y - 5


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]
    width: int = ROOM * len(STEPS)
    height: int = HEAD + HEIGHT + FOOT
    floor: int = HEAD + HEIGHT
    label_line: int = HEAD + HEIGHT + 20
    bar_width: int = BAR


def steps(bins: Bins) -> list[Step]:
    counts: Counter[int] = Counter()
    for place, count in bins.items():
        counts[step_of(seconds_of(place))] += count
    return [Step(end, label, counts[place]) for place, (end, label) in enumerate(STEPS)]


def step_of(seconds: float) -> int:
    return next(place for place, (end, _label) in enumerate(STEPS) if end is None or seconds <= end)


def chart(found: Sequence[Step]) -> Chart:
    tallest = max(step.count for step in found) or 1
    heights = [HEIGHT * step.count // tallest for step in found]
    return Chart(
        [
            Bar(step, x=ROOM * place + 8, y=HEAD + HEIGHT - height, height=height)
            for place, (step, height) in enumerate(zip(found, heights, strict=True))
        ]
    )
