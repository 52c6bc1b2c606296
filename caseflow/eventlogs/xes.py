"""A log as XES (IEEE 1849), piece by piece, with the standard's own extensions.

What those have no word for stands under our prefix, so that `import_event_log` can tell the same
cases again.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

import orjson

from caseflow.eventlogs.traces import Deed, Trace, utc

STANDARD = "http://www.xes-standard.org"
EXTENSIONS = {
    "concept": ("Concept", f"{STANDARD}/concept.xesext"),
    "lifecycle": ("Lifecycle", f"{STANDARD}/lifecycle.xesext"),
    "time": ("Time", f"{STANDARD}/time.xesext"),
    "org": ("Organizational", f"{STANDARD}/org.xesext"),
}
#: Ours; `static/eventlogs/caseflow.xesext` describes its attributes.
PREFIX = "caseflow"
#: A reader knows by this that the log can be told again.
FORMAT = "caseflow 1"
#: Every deed is noted when it is done.
COMPLETE = "complete"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TYPES: dict[type, str] = {bool: "boolean", int: "int", datetime: "date"}


def beginning(about: Mapping[str, str], own: str) -> Iterator[str]:
    """`about`: what the log says of itself; `own`: where our extension is described."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<log xes.version="2.0" xes.features="" xmlns="{STANDARD}/">\n'
    for prefix, (name, address) in {**EXTENSIONS, PREFIX: ("Caseflow", own)}.items():
        yield f'<extension name="{name}" prefix="{prefix}" uri={quoteattr(address)}/>\n'
    yield f'<global scope="trace">{attribute("concept:name", "unknown")}</global>\n'
    common = {"concept:name": "unknown", "lifecycle:transition": COMPLETE, "time:timestamp": EPOCH}
    written = "".join(attribute(key, value) for key, value in common.items())
    yield f'<global scope="event">{written}</global>\n'
    yield '<classifier name="Activity" scope="event" keys="concept:name"/>\n'
    yield '<classifier name="Resource" scope="event" keys="org:resource"/>\n'
    for key, value in {"lifecycle:model": "standard", f"{PREFIX}:format": FORMAT, **about}.items():
        yield f"{attribute(key, value)}\n"


def body(traces: Iterable[Trace]) -> Iterator[str]:
    for trace in traces:
        yield "".join(lines_of(trace))


END = "</log>\n"


def lines_of(trace: Trace) -> Iterator[str]:
    yield f"<trace>{attribute('concept:name', trace.name)}"
    yield attribute(f"{PREFIX}:length", trace.length)
    for key, value in trace.attributes.items():
        yield attribute(f"{PREFIX}:{key}", value)
    yield "\n"
    for deed in trace.deeds:
        yield f"<event>{''.join(event(deed))}</event>\n"
    yield "</trace>\n"


def event(deed: Deed) -> Iterator[str]:
    yield attribute("concept:name", deed.activity)
    yield attribute("lifecycle:transition", COMPLETE)
    yield attribute("time:timestamp", deed.at)
    named = {"org:resource": deed.resource, "org:role": deed.role, "org:group": deed.unit}
    for key, value in named.items():
        if value:
            yield attribute(key, value)
    yield attribute(f"{PREFIX}:sequence", deed.sequence)
    yield attribute(f"{PREFIX}:verb", deed.verb)
    yield attribute(f"{PREFIX}:from", deed.from_state)
    yield attribute(f"{PREFIX}:to", deed.to_state)
    yield attribute(f"{PREFIX}:facts", deed.facts)


def attribute(key: str, value: object) -> str:
    """Typed where XES has the type; what has parts is JSON in a text."""
    kind = TYPES.get(type(value), "string")
    return f"<{kind} key={quoteattr(key)} value={quoteattr(cleaned(text_of(value)))}/>"


def text_of(value: object) -> str:
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    return str(value)


def cleaned(text: str) -> str:
    """Without what XML 1.0 cannot hold; only words of older systems ever have any of it."""
    return text.translate(UNFIT) if not text.isprintable() else text


#: Control characters but tab and line ends, and what is no character.
UNFIT = dict.fromkeys({*range(32), 0xFFFE, 0xFFFF} - {9, 10, 13})
