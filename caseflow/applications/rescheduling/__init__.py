"""A calendar changes late: the dates of open files are counted again, and each move is an event.

Files are gone through in ranges of keys; a batch of files, their events and the mark of the range
are one transaction. Any number of workers take ranges; one that dies leaves its batch undone.
"""

from caseflow.applications.rescheduling.carrying_out import (
    TASK,
    NotInForce,
    Progress,
    begin,
    carry_out,
    do_batch,
    progress,
)
from caseflow.applications.rescheduling.moving import Move
from caseflow.applications.rescheduling.preview import Example, Preview, preview

__all__ = [
    "TASK",
    "Example",
    "Move",
    "NotInForce",
    "Preview",
    "Progress",
    "begin",
    "carry_out",
    "do_batch",
    "preview",
    "progress",
]
