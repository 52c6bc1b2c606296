"""Which facts of an event leave the house: a list of those that may.

What a later verb adds stays inside until it stands here. Words and what was declared are no facts;
digests and references lead back to a document or a file, so they stay too.
"""

from collections.abc import Mapping
from typing import Any

#: Instants, codes, kinds and counts; none of them names a person, a file or a document.
SHARED = frozenset(
    {
        # At filing.
        *("procedure", "version", "returns_document", "channel", "assistance"),
        *("receiving_center", "deciding_agency", "returning_center"),
        *("identified", "online_level"),
        *("declared_channel", "declared_assistance", "papers_by_source"),
        # Dates, and by which calendar they were counted.
        *("filed_at", "finished_at", "due_at", "reception_due_at", "paper_due_at"),
        *("correction_due_at", "reception_hours", "resumption", "late", "answer_by"),
        # Deeds.
        *("items", "defects", "fields", "missing", "asked_although_stored", "outcome", "agency"),
        *("amount", "online", "electronic", "how", "to", "identity_check", "rating", "ground"),
        *("finding", "paper", "source", "size", "pages", "resolution"),
    }
)
#: Facts that name a calendar version by its key, which is another one in another database.
CALENDARS = ("calendar", "correction_calendar")
#: Under this key stand the facts of a case that another system filed.
IMPORTED_CASE = "case"
#: What is told of a paper in a list of papers.
OF_PAPER = ("paper", "source", "size")

#: The owner of a calendar (empty: the nation) and the number of its version.
CalendarName = tuple[str, int]


def shared(facts: Mapping[str, Any], calendars: Mapping[int, CalendarName]) -> dict[str, Any]:
    """What of these facts may go, with calendars by name."""
    if IMPORTED_CASE in facts:
        return {IMPORTED_CASE: shared(facts[IMPORTED_CASE], calendars)}
    told = {name: value for name, value in facts.items() if name in SHARED}
    told |= {name: calendars[facts[name]] for name in CALENDARS if facts.get(name) in calendars}
    if "papers" in facts:
        told["papers"] = [paper(each) for each in facts["papers"]]
    if device := facts.get("device"):
        told["device"] = {"center": device.get("center")}
    if help_given := facts.get("help"):
        told["help"] = {"reached_by": help_given.get("reached_by")}
    return told


def paper(told: Any) -> Any:
    """In a request a key; in a filing a row with a digest, which stays."""
    if isinstance(told, Mapping):
        return {name: told[name] for name in OF_PAPER if name in told}
    return told
