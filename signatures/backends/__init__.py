"""Who signs: the backend that SIGNATURES_BACKEND names.

Knows no other module of the package at run time: the examiner of documents, a process of its own
without Django, comes through here as well.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from signatures.backends.base import Backend, Key


#: Names of the system's own keys, which no account and no agency can have.
RESERVED = frozenset({"system", "timestamp", "demonstration"})


def backend_of(holder: str) -> "Backend":
    """`holder` is an agency's code, a person's account name, or `system` or `timestamp`."""
    backend: Backend = import_string(settings.SIGNATURES_BACKEND)(holder=holder)
    return backend


def key_of(holder: str) -> "Key":
    """What this holder signs with; raises SigningUnavailable or SigningRefused."""
    return backend_of(holder).key()
