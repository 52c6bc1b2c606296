"""Reading what was printed, and working off the follower's jobs."""

import subprocess
import time
from pathlib import Path
from typing import Any

from caseflow.applications.following import follow
from caseflow.applications.models import Application, Event, Job
from caseflow.issuing.following import handle

MOMENT = {"day": "02", "month": "03", "year": "2026", "hour": "08", "minute": "00"}
CENTER = "Trung tâm Phục vụ hành chính công xã Bản Nguyên"
COMMUNE = "Ủy ban nhân dân xã Bản Nguyên"
#: A sheet of the first edition, as the first release froze it.
FIRST: dict[str, Any] = {
    "number": "H44.101-260302-0001.2/TTPVHCC",
    "date": MOMENT,
    "superior": COMMUNE,
    "office": CENTER,
    "place": "Xã Bản Nguyên",
    "case": "H44.101-260302-0001",
    "procedure": "Đăng ký khai sinh",
    "procedure_code": "1.001193",
    "applicant": {
        "kind": "person",
        "name": "Lò Thị Quỳnh Mai",
        "identity": "025184000123",
        "address": "Thôn Đồng Rượng, xã Bản Nguyên",
        "phone": "0912345678",
        "email": "",
    },
    "filed": MOMENT,
    "lookup": "https://example.vn/tracking/#H44.101-260302-0001.abcdefghjkmnpqrs",
    "key": "abcdefghjkmnpqrs",
    "site": "https://example.vn",
    "signer": {"name": "Nguyễn Văn Hợp", "title": ""},
    "demonstration": False,
    "submitter": None,
    "papers": ["Giấy chứng sinh"],
    "limit": "3 ngày làm việc",
    "received": MOMENT,
    "due": MOMENT,
    "appointed": MOMENT,
    "requested": None,
    "collect_at": CENTER,
    "serial": "0001",
    "items": [{"what": "Giấy chứng sinh", "defect": "còn thiếu", "text": "Nộp bản sao"}],
    "reason": "Chưa đủ điều kiện",
    "state": "đang xử lý",
    "approved": True,
}
HAND_OVER = {
    "giver": CENTER,
    "receiver": COMMUNE,
    "at": MOMENT,
    "by": "Nguyễn Văn Hợp",
    "term": MOMENT,
    "result": "Đúng hạn",
    "note": "chuyển giải quyết",
}
#: A sheet with everything that some form of today's edition prints.
SHEET: dict[str, Any] = FIRST | {
    "edition": 3,
    "electronic": True,
    "signer": {"name": "Nguyễn Văn Hợp", "title": "", "mandate": ""},
    "agent": None,
    "helper": None,
    "handed_in_by": "Lò Thị Quỳnh Mai",
    "by_post_or_counter": False,
    "register": {"field": "Hộ tịch", "year": 2026, "serial": "17"},
    "replaces": "",
    "agreement": "",
    "answer_by": MOMENT,
    "contact_phone": "0210 3811 222",
    "restarts": True,
    "receiving": CENTER,
    "ground": "theo đề nghị của người nộp hồ sơ",
    "resolving": COMMUNE,
    "coordinating": [],
    "rows": [HAND_OVER],
}
FIELD = {
    "title": "Họ, chữ đệm, tên",
    "title_en": "Full name",
    "value": "Lò Minh An",
    "value_en": "",
}
#: A sheet of a result, for every template that results have.
RESULT: dict[str, Any] = SHEET | {
    "title": "Giấy khai sinh",
    "title_en": "Birth certificate",
    "paper_code": "025184000123.KQ.G15.000031",
    "procedure_en": "Birth registration",
    "words": "Nội dung kèm theo",
    "replaces": {"number": "H44.101-260302-0001.1/GCN", "date": MOMENT, "reason": "Sai họ tên"},
    "groups": [
        {
            "title": "Người được khai sinh",
            "title_en": "Child",
            "lines": [
                FIELD,
                {"title": "Giới tính", "title_en": "Sex", "value": "Nữ", "value_en": "Female"},
            ],
        }
    ],
    "register": "17/2026",
    "original": {
        "title": "Giấy khai sinh",
        "number": "12/GKS",
        "name": "giay-khai-sinh.pdf",
        "content_type": "application/pdf",
        "digest": "ab" * 32,
    },
    "leaves": ["leaf-1.jpg"],
}
LINE = ["17", SHEET["case"], "Đăng ký khai sinh", "Lò Thị Quỳnh Mai", "0912345678", COMMUNE]
BOOK: dict[str, Any] = {
    **{name: SHEET[name] for name in ("edition", "number", "date", "superior", "office", "place")},
    "demonstration": False,
    "field": "Hộ tịch",
    "year": 2026,
    "from": MOMENT,
    "to": MOMENT,
    "rows": [[*LINE, "02/03/2026\n08:00", "05/03/2026\n17:00", "", "", ""]],
}


def tool(*command: str, document: bytes) -> str:
    """What a program of poppler says of a document given on its standard input."""
    done = subprocess.run(command, input=document, capture_output=True, check=True)
    return done.stdout.decode()


def pages_of(document: bytes) -> int:
    return tool("pdftotext", "-", "-", document=document).count("\f")


def text_of(document: bytes) -> str:
    """One line: a layout may break a sentence anywhere."""
    return " ".join(tool("pdftotext", "-layout", "-", "-", document=document).split())


def pdfsig(document: bytes, folder: Path) -> str:
    path = folder / "result.pdf"
    path.write_bytes(document)
    return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True).stdout


def content_of(paper: Any) -> bytes:
    with paper.file.open() as file:
        content: bytes = file.read()
    return content


def last_event(case: Application) -> Event:
    return Event.objects.select_related("application").get(
        application=case, sequence=case.last_sequence
    )


def follow_up(case: Application) -> Application:
    """What the worker does with the case's last event; returns the case as it then stands."""
    handle(last_event(case))
    return Application.objects.get(pk=case.pk)


def follow_log(*, events: int) -> list[Job]:
    """The follower's jobs once it saw this many; it waits for any transaction of the cluster."""
    found = 0
    for _attempt in range(500):
        found += follow("issuing")
        jobs = list(Job.objects.filter(follower="issuing").order_by("pk"))
        if len(jobs) >= events:
            return jobs
        time.sleep(0.1)
    raise AssertionError(f"discovered {found} events only")
