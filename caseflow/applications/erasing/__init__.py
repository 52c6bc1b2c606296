"""Erasing what is personal in files that ended long ago.

Each case is one transaction over all apps; its chain, its facts and every figure stay. The disk
follows after the commit.
"""

from caseflow.applications.erasing.erasers import Eraser, Gone
from caseflow.applications.erasing.purging import Purge, count_due, erase, purge

__all__ = ["Eraser", "Gone", "Purge", "count_due", "erase", "purge"]
