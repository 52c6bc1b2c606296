"""The mapping of an event log: which of its columns and values mean what here.

Written by whoever brings the log, so every mistake is refused with the key it stands under.
"""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from caseflow.applications.states import Assistance, Channel

TEXT = {"type": "string", "minLength": 1}
COLUMNS = (
    "case",
    "activity",
    "time",
    "instance",
    "resource",
    "role",
    "channel",
    "start",
    "end",
    "due",
)
PLACE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["code", "name", "name_en"],
    "properties": {"code": TEXT, "name": TEXT, "name_en": TEXT},
}
#: JSON Schema knows no dates, so days are compared as text.
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
#: Names of offices and of a procedure outside our places, to be made before cases hang on them.
FOREIGN: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["from", "to", "origin", "unit", "agency", "center", "procedure"],
    "properties": {
        "from": DAY,
        "to": DAY,
        "origin": TEXT,
        "unit": PLACE,
        "agency": PLACE,
        "center": PLACE,
        "procedure": {
            **PLACE,
            "required": [*PLACE["required"], "field"],
            "properties": {**PLACE["properties"], "field": TEXT},
        },
    },
}
SOURCE = {"type": "string", "pattern": "^[a-z0-9-]{1,30}$"}
#: By this word a mapping says that the log is one of our own exports.
OWN_FORMAT = "caseflow"
OWN_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["source", "format"],
    "properties": {"source": SOURCE, "format": {"const": OWN_FORMAT}, "foreign": FOREIGN},
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "source",
        "time_zone",
        "columns",
        "procedure",
        "receiving_center",
        "deciding_agency",
    ],
    "properties": {
        "source": SOURCE,
        "time_zone": TEXT,
        "time_format": TEXT,
        "delimiter": {"type": "string", "minLength": 1, "maxLength": 1},
        "columns": {
            "type": "object",
            "additionalProperties": False,
            "required": ["case", "activity", "time"],
            "properties": dict.fromkeys(COLUMNS, TEXT),
        },
        "channel": {"enum": Channel.values},
        "channels": {"type": "object", "additionalProperties": {"enum": Channel.values}},
        "activities": {"type": "object", "additionalProperties": TEXT},
        "assistance": {"enum": Assistance.values},
        "procedure": TEXT,
        "receiving_center": TEXT,
        "deciding_agency": TEXT,
        "returning_center": TEXT,
        "foreign": FOREIGN,
    },
}


class MappingRefused(Exception):
    """The mapping cannot be used; the message names the key."""


@dataclass(frozen=True, slots=True)
class OwnFormat:
    """The log is an export of ours and needs no words for its columns and values."""

    source: str
    foreign: MappingType[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    source: str
    time_zone: ZoneInfo
    columns: MappingType[str, str]
    procedure: str
    receiving_center: str
    deciding_agency: str
    returning_center: str
    time_format: str = ""
    delimiter: str = ","
    channel: Channel = Channel.OTHER
    channels: MappingType[str, Channel] = field(default_factory=dict)
    activities: MappingType[str, str] = field(default_factory=dict)
    assistance: Assistance = Assistance.UNKNOWN
    #: A source outside our places: what has to be made before its cases can hang on it.
    foreign: MappingType[str, Any] | None = None

    def reference(self, case: str) -> str:
        return f"{self.source}/{case}"


def load(path: Path) -> Mapping | OwnFormat:
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise MappingRefused(f"{path} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise MappingRefused(f"{path} is not YAML: {error}") from error
    return understood(with_days_as_text(told))


def understood(told: Any) -> Mapping | OwnFormat:
    if isinstance(told, dict) and "format" in told:
        refuse_unfit(told, OWN_SCHEMA)
        return OwnFormat(told["source"], told.get("foreign"))
    refuse_unfit(told, SCHEMA)
    try:
        zone = ZoneInfo(told["time_zone"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise MappingRefused(f"time_zone: {told['time_zone']!r} is no time zone") from error
    returning = told.get("returning_center", told["receiving_center"])
    return Mapping(**{**told, "time_zone": zone, "returning_center": returning})


def refuse_unfit(told: Any, schema: MappingType[str, Any]) -> None:
    errors = sorted(Draft202012Validator(schema).iter_errors(told), key=lambda e: e.json_path)
    if errors:
        raise MappingRefused("\n".join(map(complaint, errors)))


def complaint(error: ValidationError) -> str:
    return f"{error.json_path.removeprefix('$').lstrip('.') or 'mapping'}: {error.message}"


def with_days_as_text(told: Any) -> Any:
    """YAML turns a bare 2010-01-31 into a date."""
    if isinstance(told, dict):
        return {key: with_days_as_text(value) for key, value in told.items()}
    return told.isoformat() if isinstance(told, date) else told
