"""How long and how much memory a long export takes: `bin/python -m tests.reports.measure_exports`.

Lines of made-up files go the whole way of a download, piece by piece, in a process of their own;
reading them from the database comes on top, in portions of two thousand.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from caseflow.centers.models import Agency  # noqa: E402 (models need the settings above)
from caseflow.indicators.models import Fact  # noqa: E402
from caseflow.reports.exports import FORMATS  # noqa: E402
from caseflow.reports.files.lines import files_table  # noqa: E402
from procedures.models import Procedure  # noqa: E402

MEGABYTE = 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for kind in sys.argv[2:] or ("csv", "xlsx"):
        started, worked = time.monotonic(), time.process_time()
        size = sum(len(piece) for piece in pieces(count, kind))
        seconds, worked = time.monotonic() - started, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
        took = f"seconds {seconds:.1f} processor_seconds {worked:.1f} peak_megabytes {peak}"
        line = f"{kind} rows {count} bytes {size} {took}"
        sys.stdout.write(f"{line}\n")


def pieces(count: int, kind: str) -> Iterator[bytes]:
    return FORMATS[kind].written(files_table("files", facts(count)))


def facts(count: int) -> Iterator[object]:
    """Every tenth with a name that a spreadsheet would compute."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    centers = [Agency(name=f"Trung tâm phục vụ hành chính công số {place}") for place in range(9)]
    centers.append(Agency(name="=HYPERLINK(1)"))
    procedure = Procedure(code="1.000001", name="Đăng ký khai sinh có yếu tố nước ngoài")
    for number in range(count):
        filed_at = start + timedelta(minutes=number)
        yield Fact(
            number=f"H44.1-260101-{number:06}",
            state="returned",
            procedure=procedure,
            receiving_center=centers[number % 10],
            filed_at=filed_at,
            due_at=filed_at + timedelta(days=3),
            finished_at=filed_at + timedelta(days=2),
        )


if __name__ == "__main__":
    main()
