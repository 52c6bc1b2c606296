"""A record of the national portal, read into an unsaved draft with its doubts."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from procedures.drafting import Draft
from procedures.forms import GENERIC_EXAMPLE, GENERIC_FORM
from procedures.models import (
    CODE,
    ChannelTerm,
    Doubt,
    Fee,
    Procedure,
    ProcedureVersion,
    RequiredPaper,
    ResultType,
    VersionPart,
)
from procedures.parsing import channels, fees, limits, papers, results
from procedures.parsing.channels import Row
from procedures.parsing.doubts import Doubtful
from procedures.states import Channel, DoubtKind, Level, Mark, OnlineLevel, Provenance

LEVELS = {
    "Cấp bộ": Level.MINISTRY,
    "Cấp tỉnh": Level.PROVINCE,
    "Cấp xã": Level.COMMUNE,
    "Cơ quan khác": Level.OTHER,
}
TEXTS = (
    "ma_thu_tuc", "ten_thu_tuc", "so_quyet_dinh", "cap_thuc_hien", "linh_vuc",
    "doi_tuong_thuc_hien", "cach_thuc_thuc_hien", "thanh_phan_ho_so", "ket_qua_xu_ly",
    "detail_url",
)  # fmt: skip
LONGEST = 300


class BadRecord(ValueError):  # noqa: N818
    """A record that is none; the message says what is wrong with it."""


def read_record(record: object) -> Draft:
    """The procedure, its version and the lines of it, as far as the record says them."""
    texts = checked(record)
    rows = channels.rows(texts["cach_thuc_thuc_hien"])
    limit, limit_parts, limit_doubts = limit_of(rows)
    levels, level_doubts = levels_of(texts["cap_thuc_hien"])
    online, online_doubts = online_level_of(texts["cach_thuc_thuc_hien"], rows)
    parts, part_doubts = parts_of(texts, rows)
    version = ProcedureVersion(
        online_level=online,
        limit_amount=limit.amount if limit else None,
        limit_unit=limit.unit if limit else "",
        limit_text="; ".join(dict.fromkeys(row.time for row in rows if row.time)),
        returns_document=not results.hands_out_nothing(texts["ket_qua_xu_ly"]),
        subjects=texts["doi_tuong_thuc_hien"],
        form_schema=GENERIC_FORM,
        form_example=GENERIC_EXAMPLE,
        decision=texts["so_quyet_dinh"],
        source=texts["detail_url"],
        mark=Mark.UNVERIFIED,
        provenance=Provenance.PORTAL,
        raw=record,
        digest=digest_of(record),
    )
    doubts = [*level_doubts, *online_doubts, *limit_doubts, *part_doubts]
    return Draft(
        procedure=Procedure(
            code=texts["ma_thu_tuc"],
            name=texts["ten_thu_tuc"],
            field=texts["linh_vuc"],
            levels=levels,
        ),
        version=version,
        parts=[*limit_parts, *parts, *map(doubt, dict.fromkeys(doubts))],
    )


def digest_of(record: object) -> str:
    return hashlib.sha256(orjson.dumps(record, option=orjson.OPT_SORT_KEYS)).hexdigest()


def checked(record: object) -> Mapping[str, str]:
    """The texts a version is read from; refused when one of them cannot be stored."""
    if not isinstance(record, dict):
        raise BadRecord("not a record of named fields")
    if r"\u0000" in orjson.dumps(record).decode():
        raise BadRecord("a NUL character")
    texts = {name: text_of(record, name) for name in TEXTS}
    if not re.match(CODE, texts["ma_thu_tuc"]):
        raise BadRecord("ma_thu_tuc: not a code of the form 1.001193")
    if not texts["ten_thu_tuc"]:
        raise BadRecord("ten_thu_tuc: missing")
    for name in ("linh_vuc", "so_quyet_dinh"):
        if len(texts[name]) > LONGEST:
            raise BadRecord(f"{name}: longer than {LONGEST} characters")
    return texts


def text_of(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRecord(f"{name}: not a text")
    return value.strip()


def levels_of(text: str) -> tuple[list[Level], list[Doubtful]]:
    named = [name.strip() for name in text.split(",")]
    unknown = [name for name in named if name not in LEVELS]
    return (
        [LEVELS[name] for name in named if name in LEVELS],
        [Doubtful("levels", DoubtKind.UNKNOWN_LEVEL, name) for name in unknown],
    )


def online_level_of(text: str, rows: list[Row]) -> tuple[OnlineLevel, list[Doubtful]]:
    """The portal says whether something is online, never whether all of it is."""
    subject = "online_level"
    if not rows:
        return OnlineLevel.UNSTATED, [Doubtful(subject, DoubtKind.UNREAD_CHANNELS, text)]
    if any(row.channel == Channel.ONLINE for row in rows):
        return OnlineLevel.UNSTATED, [Doubtful(subject, DoubtKind.ONLINE_LEVEL_UNSTATED, "")]
    if "Trực tuyến" in text:
        return OnlineLevel.UNSTATED, [Doubtful(subject, DoubtKind.NOTE_DISAGREES, text)]
    return OnlineLevel.INFORMATION, []


def limit_of(
    rows: list[Row],
) -> tuple[limits.Limit | None, list[ChannelTerm], list[Doubtful]]:
    read = [(row, *limits.limit_of(row)) for row in rows]
    limit, disagreement = limits.common_limit([(row, found) for row, found, _ in read])
    terms = [
        ChannelTerm(
            channel=row.channel,
            amount=found.amount if found else None,
            unit=found.unit if found else "",
            raw=row.raw,
        )
        for row, found, _ in read
    ]
    return limit, terms, [doubt for *_, doubts in read for doubt in doubts] + disagreement


def parts_of(
    texts: Mapping[str, str], rows: Iterable[Row]
) -> tuple[list[VersionPart], list[Doubtful]]:
    read_papers, paper_doubts = papers.papers_of(texts["thanh_phan_ho_so"])
    read_results, result_doubts = results.results_of(texts["ket_qua_xu_ly"])
    read_fees = [(row, *fees.fee_of(row)) for row in rows]
    fee_doubts = [doubt for *_, doubts in read_fees for doubt in doubts]
    return [
        *(fee(row, amount) for row, amount, _ in read_fees),
        *(RequiredPaper(**paper.fields()) for paper in read_papers),
        *(ResultType(code=result.code, name=result.name) for result in read_results),
    ], [*paper_doubts, *result_doubts, *fee_doubts]


def fee(row: Row, amount: int | None) -> Fee:
    return Fee(
        channel=row.channel,
        amount=amount,
        unit=fees.unit_of(row),
        note=row.note,
        raw=f"{row.time}{row.fee}",
    )


def doubt(found: Doubtful) -> Doubt:
    return Doubt(subject=found.subject, kind=found.kind, raw=found.raw)
