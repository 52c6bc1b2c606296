"""The form of a procedure for which nobody has drawn one yet."""

from typing import Any

DRAFT = "https://json-schema.org/draft/2020-12/schema"

GENERIC_FORM: dict[str, Any] = {
    "$schema": DRAFT,
    "type": "object",
    "title": "Nội dung đề nghị",
    "x-title-en": "Request",
    "properties": {
        "subject": {
            "type": "string",
            "title": "Nội dung đề nghị giải quyết",
            "x-title-en": "What is asked for",
            "minLength": 1,
            "maxLength": 500,
        },
        "details": {
            "type": "string",
            "title": "Thông tin chi tiết",
            "x-title-en": "Details",
            "maxLength": 5000,
        },
    },
    "required": ["subject"],
    "additionalProperties": False,
}
GENERIC_EXAMPLE: dict[str, Any] = {"subject": "Đề nghị giải quyết theo quy định"}
