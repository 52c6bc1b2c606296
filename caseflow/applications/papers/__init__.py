"""Papers that come with a case: how they come, what they really are, who may have them."""

from caseflow.applications.papers.kinds import inspect, plain_name
from caseflow.applications.papers.refusing import (
    PaperRefused,
    PaperTooLarge,
    PaperWithheld,
    refuse_long_body,
)
from caseflow.applications.papers.taking import (
    Scan,
    attach,
    attach_photographs,
    reuse,
    state_in_data,
)
from caseflow.applications.supplements import OTHER_PAPER

__all__ = [
    "OTHER_PAPER",
    "PaperRefused",
    "PaperTooLarge",
    "PaperWithheld",
    "Scan",
    "attach",
    "attach_photographs",
    "inspect",
    "plain_name",
    "refuse_long_body",
    "reuse",
    "state_in_data",
]
