"""Who holds what of the people in a file: each app erases its own and knows nothing of the others.

`settings.ERASERS` lists them, as `FOLLOWERS` lists who follows the log.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string

from caseflow.applications.models import Application


@dataclass(slots=True)
class Gone:
    """What an app has erased: how many of what, and the files that are now nobody's."""

    counts: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def note(self, what: str, count: int) -> None:
        if count:
            self.counts[what] = self.counts.get(what, 0) + count

    def note_files(self, what: str, names: list[str]) -> None:
        """Empty names are of what has no file."""
        kept = [name for name in names if name]
        self.note(what, len(kept))
        self.files += kept


def nothing_open(_case: Application) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Eraser:
    """`erase` empties rows in the caller's transaction and touches no disk; `still_needs` says
    that something of the case is not settled, so that all of it stays for now."""

    erase: Callable[[Application], Gone]
    still_needs: Callable[[Application], bool] = nothing_open


def erasers() -> dict[str, Eraser]:
    return {name: import_string(path) for name, path in settings.ERASERS.items()}
