"""Papers of a person's own store, for tests of reuse."""

import hashlib
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from citizens import store
from citizens.models import Citizen, StoredDocument
from procedures import publishing
from procedures.models import ProcedureVersion, VersionPart
from tests.applications.sheets_of_paper import pdf
from tests.factories import FORM, MONDAY
from tests.procedures.factories import NEW_YEAR, VersionFactory

BIRTH_CERTIFICATE = "KQ.G15.000031"


def kept_for(
    identity: str, *, result_type: str = BIRTH_CERTIFICATE, **facts: Any
) -> StoredDocument:
    """A birth certificate (synthetic) in the store of the citizen with this number."""
    owner = store.Owner(person=Citizen.objects.get(identity_number=identity))
    content = pdf()
    told: dict[str, Any] = {
        "reference": f"test/{StoredDocument.objects.count()}",
        "result_type": result_type,
        "title": "Giấy khai sinh",
        "issuer": "UBND xã Mường Thanh",
        "origin_number": "H44.0001-260101-0001",
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        "name": "giay-khai-sinh.pdf",
        "content_type": "application/pdf",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    paper = store.Paper(**told | facts)
    return store.keep(paper, ContentFile(content), owner=owner, at=MONDAY)


def a_procedure_with(part: VersionPart) -> ProcedureVersion:
    """In force, with this required paper or kind of result."""
    version = VersionFactory(form_schema=FORM)
    part.version = version
    part.save()
    publishing.publish(version, at=NEW_YEAR, by=None)
    return version
