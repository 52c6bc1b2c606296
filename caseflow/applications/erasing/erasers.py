"""Who holds what of the people in a file: each app erases its own and knows nothing of the others.

`settings.ERASERS` lists them, as `FOLLOWERS` lists who follows the log.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string

from caseflow.applications.models import Application

Cases = Sequence[Application]


@dataclass(slots=True)
class Gone:
    """What an app erases: by case how many of what, and the files that are then nobody's."""

    counts: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    files: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def note(self, what: str, cases: Iterable[int]) -> None:
        """A case stands here as often as something of it is erased."""
        for case in cases:
            self.counts[case][what] += 1

    def note_files(self, what: str, named: Iterable[tuple[int, str]]) -> None:
        """An empty name is of what has no file."""
        for case, name in named:
            if name:
                self.counts[case][what] += 1
                self.files[case].add(name)


def nothing_open(_cases: Cases) -> set[int]:
    return set()


@dataclass(frozen=True, slots=True)
class Eraser:
    """`erase` empties rows of many cases in the caller's transaction and touches no disk;
    `unsettled` names those of which something is still to come, so that all of them stays."""

    erase: Callable[[Cases], Gone]
    unsettled: Callable[[Cases], set[int]] = nothing_open


def erasers() -> dict[str, Eraser]:
    return {name: import_string(path) for name, path in settings.ERASERS.items()}
