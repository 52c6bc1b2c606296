"""The procedures we ship, from readable files: each with its form, its mark and its sources."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml

from procedures import drafting
from procedures.drafting import Draft
from procedures.forms import DRAFT, GENERIC_EXAMPLE, GENERIC_FORM
from procedures.models import (
    Doubt,
    Fee,
    FeeExemption,
    Procedure,
    ProcedureVersion,
    RequiredPaper,
    ResultType,
    Step,
    VersionPart,
)
from procedures.states import LimitUnit, Provenance, StepRole

DATA = Path(__file__).parent / "data"
RULES, FORMS = DATA / "procedures", DATA / "procedure_forms"
#: What the files of procedures refer to by key.
SHARED = ("sources.yaml", "exemptions.yaml")
Entry = dict[str, Any]

# The share of each step follows the internal process that Cao Bằng announced in 2025.
STEPS = (
    ("Tiếp nhận, số hóa hồ sơ", StepRole.CLERK, 5),
    ("Phân công xử lý", StepRole.LEADER, 5),
    ("Thẩm định, xử lý hồ sơ", StepRole.OFFICER, 70),
    ("Trình kết quả", StepRole.OFFICER, 5),
    ("Phê duyệt", StepRole.LEADER, 10),
    ("Vào số, đóng dấu, chuyển kết quả", StepRole.CLERK, 5),
    ("Trả kết quả", StepRole.CLERK, 0),
)
MINUTES_OF_A_WORKING_DAY = 480
#: Of the communes of today, under whose competence the files describe each procedure.
FIRST_DAY = date(2025, 7, 1)


def load(*, at: datetime) -> dict[str, int]:
    """Publish what the files say anew; a second run changes nothing."""
    drafts = [draft_of(entry) for entry in entries()]
    known = set(Procedure.objects.values_list("code", flat=True))
    for draft in drafts:
        if draft.procedure.code not in known:
            draft.version.valid_from = FIRST_DAY
    outcome = drafting.write(drafts, provenance=Provenance.CURATED, at=at)
    return {
        "procedures": len(drafts),
        "procedures created": len(outcome.created),
        "procedures renewed": len(outcome.renewed),
    }


def entries() -> Iterator[Entry]:
    """Each procedure as its file says it, with the defaults of the file, sources and form."""
    sources = read(RULES / "sources.yaml")
    for path in sorted(RULES.glob("*.yaml")):
        if path.name not in SHARED:
            said = read(path)
            for entry in said["procedures"]:
                whole = said["defaults"] | entry
                whole["source"] = "; ".join(sources[key] for key in whole["sources"])
                yield whole | exemptions_of(whole) | form_of(whole.get("form"))


def exemptions_of(entry: Entry) -> Entry:
    known = read(RULES / "exemptions.yaml")
    return {"exemptions": [{"key": key} | known[key] for key in entry.get("exemptions", [])]}


def form_of(name: str | None) -> Entry:
    if name is None:
        return {"form_schema": GENERIC_FORM, "form_example": GENERIC_EXAMPLE}
    form = read(FORMS / f"{name}.yaml")
    frame = {"$schema": DRAFT, "type": "object", "additionalProperties": False}
    schema = put_in(form["schema"], read(FORMS / "definitions.yaml"))
    return {"form_schema": frame | schema, "form_example": form["example"]}


def put_in(piece: Any, definitions: Entry) -> Any:
    """The piece with every `use` replaced by what it names; what stands beside it wins."""
    if isinstance(piece, list):
        return [put_in(item, definitions) for item in piece]
    if not isinstance(piece, dict):
        return piece
    used = definitions[piece["use"]] if "use" in piece else {}
    merged = used | {key: value for key, value in piece.items() if key != "use"}
    whole = {key: put_in(value, definitions) for key, value in merged.items()}
    # The database keeps no order of keys, and a form without order is hard to fill in.
    return whole | {"x-order": list(whole["properties"])} if "properties" in whole else whole


def draft_of(entry: Entry) -> Draft:
    limit = entry.get("limit", {})
    cutoff = limit.get("cutoff")
    version = ProcedureVersion(
        online_level=entry["online_level"],
        partly_reason=entry.get("partly_reason", ""),
        limit_amount=limit.get("amount"),
        limit_unit=limit.get("unit", ""),
        limit_cutoff=time.fromisoformat(cutoff) if cutoff else None,
        limit_text=limit.get("text", ""),
        returns_document=entry.get("returns_document", True),
        subjects=entry["subjects"],
        form_schema=entry["form_schema"],
        form_example=entry["form_example"],
        decision=entry["decision"],
        source=entry["source"],
        mark=entry["mark"],
        provenance=Provenance.CURATED,
        raw=entry,
        digest=hashlib.sha256(orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)).hexdigest(),
    )
    names = {name: entry[name] for name in ("code", "name", "name_en", "field", "levels")}
    return Draft(Procedure(**names), version, [*parts_of(entry), *steps_of(limit)])


def parts_of(entry: Entry) -> Iterator[VersionPart]:
    for fee in entry.get("fees", []):
        yield Fee(**fee)
    for exemption in entry["exemptions"]:
        yield FeeExemption(**exemption)
    for paper in entry.get("papers", []):
        yield RequiredPaper(**{"required": False} | paper)
    for result in entry.get("results", []):
        yield ResultType(**result)
    for doubt in entry.get("doubts", []):
        yield Doubt(**doubt)


def steps_of(limit: Entry) -> Iterator[Step]:
    """The usual steps; their minutes only where the limit is a number of working days."""
    counted = limit.get("unit") == LimitUnit.WORKING_DAY
    whole = limit["amount"] * MINUTES_OF_A_WORKING_DAY if counted else None
    for order, (title, role, share) in enumerate(STEPS, start=1):
        minutes = None if whole is None else whole * share // 100
        yield Step(order=order, title=title, role=role, minutes=minutes)


@cache
def read(path: Path) -> Entry:
    content: Entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
