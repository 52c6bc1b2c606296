"""Erasing what is personal in files that ended long ago.

Of each case all goes from all apps in one transaction, or nothing; its chain, its facts and every
figure stay. The disk follows after the commit.
"""

from caseflow.applications.erasing.erasers import Cases, Eraser, Gone
from caseflow.applications.erasing.purging import Purge, count_due, erase, purge

__all__ = ["Cases", "Eraser", "Gone", "Purge", "count_due", "erase", "purge"]
