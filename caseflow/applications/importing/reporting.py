"""What an import found and did, in plain digits."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

EXAMPLES = 3


@dataclass(slots=True)
class Report:
    #: Told at once of every row that is not taken.
    say: Callable[[str], object]
    counts: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    oddities: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def refuse(self, place: str, reason: str) -> None:
        self.counts["rows refused"] += 1
        self.say(f"{place}: {reason}")

    def odd(self, what: str, example: str) -> None:
        """Taken as it is, and shown."""
        self.oddities[what] += 1
        self.counts["oddities"] += 1
        if len(self.examples[what]) < EXAMPLES:
            self.examples[what].append(example)

    def lines(self) -> Iterator[str]:
        for what, count in sorted(self.oddities.items()):
            yield f"oddity: {what} {count} (such as {', '.join(self.examples[what])})"
        for channel, count in self.channels.most_common():
            yield f"channel {channel} {count} ({100 * count / self.counts['applications']:.2f} %)"
        for name in SUMMARY:
            yield f"{name} {self.counts[name]}"


SUMMARY = (
    "ended",
    "ended by the due date",
    "oddities",
    "rows refused",
    "applications added",
    "activities added",
    "applications",
    "activities",
)
