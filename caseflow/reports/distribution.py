"""How long cases took, in steps people know."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.drawing.canvas import worded
from caseflow.drawing.charts import Chart, Point, columns
from caseflow.indicators.durations import BOUNDS, Bins, seconds_of
from caseflow.reports.spans import DAY, HOUR

#: Longest time of each step, in seconds; the last step is open.
STEPS: tuple[tuple[int | None, Promise], ...] = (
    (HOUR, gettext_lazy("up to 1 h")),
    (4 * HOUR, gettext_lazy("1–4 h")),
    (8 * HOUR, gettext_lazy("4–8 h")),
    (DAY, gettext_lazy("8–24 h")),
    (2 * DAY, gettext_lazy("1–2 d")),
    (3 * DAY, gettext_lazy("2–3 d")),
    (5 * DAY, gettext_lazy("3–5 d")),
    (10 * DAY, gettext_lazy("5–10 d")),
    (20 * DAY, gettext_lazy("10–20 d")),
    (30 * DAY, gettext_lazy("20–30 d")),
    (None, gettext_lazy("over 30 d")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """None leaves it open. `at_least` and `below` are the seconds of the very files counted."""

    up_to_seconds: int | None
    at_least: int | None
    below: int | None
    label: Promise
    count: int


#: The first bin of each step: a bin is whole in the step in which its middle lies.
STARTS = (
    0,
    *(
        bisect_right(range(len(BOUNDS)), float(end), key=seconds_of)
        for end, _label in STEPS
        if end is not None
    ),
)


def steps(bins: Bins) -> list[Step]:
    counts: Counter[int] = Counter()
    for place, count in bins.items():
        counts[bisect_right(STARTS, place) - 1] += count
    edges = [None, *(BOUNDS[start] for start in STARTS[1:]), None]
    return [
        Step(end, *edge, label, counts[place])
        for place, ((end, label), edge) in enumerate(zip(STEPS, pairwise(edges), strict=True))
    ]


def drawn(
    found: Sequence[Step], *, title: str, description: str, href: Callable[[Step], str]
) -> Chart:
    """`href` answers where the files of a step are."""
    return columns(
        [
            Point(str(step.label), step.count, worded(step.count), href(step) if step.count else "")
            for step in found
        ],
        title=title,
        description=description,
        head=(_("Time"), _("Ended files")),
        unit=_("files"),
    )
