"""A made-up file, to see a text with values in it before it is used."""

from collections.abc import Mapping

from caseflow.notices.composing import fill
from caseflow.notices.texts import (
    FRAME,
    PARTS,
    UNFRAMED,
    Composed,
    Text,
    composed,
    in_force,
    placeholders,
)

SAMPLES: dict[str, dict[str, str]] = {
    "vi": {
        "number": "H00.00.00-260302-0001",
        "procedure": "Thủ tục mẫu",
        "agency": "Trung tâm Phục vụ hành chính công mẫu",
        "office": "cán bộ tiếp nhận, Trung tâm Phục vụ hành chính công mẫu",
        "state": "đã tiếp nhận",
        "next_step": "Hồ sơ được chuyển cho bộ phận giải quyết.",
        "details": "- Giấy tờ mẫu (còn thiếu): nội dung mẫu",
        "files": "còn 1 ngày: H00.00.00-260302-0001, Thủ tục mẫu",
        "asked": "Sở mẫu",
        "helper": "Tổ công nghệ số cộng đồng mẫu",
        "report": "Hồ sơ trễ hạn và nguyên nhân",
        "place": "Tỉnh mẫu",
        "figures": "Đã kết thúc: 120",
    },
    "en": {
        "number": "H00.00.00-260302-0001",
        "procedure": "Sample procedure",
        "agency": "Sample public-administration service centre",
        "office": "reception clerk, Sample public-administration service centre",
        "state": "received",
        "next_step": "The application is handed over to the deciding unit.",
        "details": "- Sample paper (missing): sample text",
        "files": "1 day left: H00.00.00-260302-0001, Sample procedure",
        "asked": "Sample department",
        "helper": "Sample community digital technology team",
        "report": "Lateness and its causes",
        "place": "Sample province",
        "figures": "Finished: 120",
    },
}
IN_BOTH = {
    "done_at": "08:15 02/03/2026",
    "filed_at": "16:40 01/03/2026",
    "received_at": "08:15 02/03/2026",
    "reception_due_at": "",
    "due_at": "08:15 05/03/2026",
    "amount": "8.000 đ",
    "link": "https://example.vn/tracking/#H00.00.00-260302-0001.samplesamplesamp",
    "count": "1",
    "hours": "4",
    "day": "02/03/2026",
    "answer_by": "01/03/2026",
    "code": "00000000",
    "until": "08:30 02/03/2026",
    "first": "23/02/2026",
    "last": "01/03/2026",
    "file": "lateness-2026-03-01.xlsx",
    "unsubscribe": "https://example.vn/reports/subscriptions/stop/sample/",
}


def sample_values(key: str, language: str) -> dict[str, str]:
    """Only what this text may name."""
    values = {**SAMPLES[language], **IN_BOTH}
    return {name: values[name] for name in placeholders(key) if name in values}


def previewed(key: str, language: str, parts: Mapping[str, str]) -> Composed:
    """These parts as a text, on the sample. They have no faults."""
    text = Text(key, language, 0, *(parts.get(name, "") for name in PARTS))
    values = sample_values(key, language)
    if key == FRAME:
        return Composed(key, 0, "", fill(text.body, values | {"text": "…"}), "")
    around = {} if key in UNFRAMED else in_force([FRAME], language)
    return composed({key: text, **around}, key, values)
