"""Reading what was printed, and working off the follower's jobs."""

import subprocess
import time
from pathlib import Path
from typing import Any

from caseflow.applications.following import follow
from caseflow.applications.models import Application, Event, Job
from caseflow.issuing.following import handle

MOMENT = {"day": "02", "month": "03", "year": "2026", "hour": "08", "minute": "00"}
SHEET: dict[str, Any] = {
    "number": "H44.101-260302-0001.2/TTPVHCC",
    "date": MOMENT,
    "superior": "Ủy ban nhân dân xã Bản Nguyên",
    "office": "Trung tâm Phục vụ hành chính công xã Bản Nguyên",
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
    "collect_at": "Trung tâm Phục vụ hành chính công xã Bản Nguyên",
    "serial": "0001",
    "items": [{"what": "Giấy chứng sinh", "defect": "còn thiếu", "text": "Nộp bản sao"}],
    "reason": "Chưa đủ điều kiện",
    "state": "đang xử lý",
    "approved": True,
}


def text_of(document: bytes) -> str:
    """One line: a layout may break a sentence anywhere."""
    command = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(command, input=document, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


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
