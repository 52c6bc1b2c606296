"""The personal document store: whose it is, what is put into it.

It knows no cases; where a paper was made is told by a number in words.
"""

import unicodedata
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.files.base import File
from django.db import IntegrityError, transaction

from citizens.models import Citizen, Organisation, StoredDocument, StoredDocumentQuerySet


@dataclass(frozen=True, slots=True)
class Owner:
    """A proven person or a registered organisation."""

    person: Citizen | None = None
    organisation: Organisation | None = None

    @property
    def number(self) -> str:
        if self.person:
            return self.person.identity_number
        return self.organisation.tax_code if self.organisation else ""

    def documents(self) -> StoredDocumentQuerySet:
        return StoredDocument.objects.filter(person=self.person, organisation=self.organisation)


def holder_called(
    number: str, *, name: str, born: date | None, is_organisation: bool
) -> Owner | None:
    """Who has this number, if name and birthday agree too: a number alone proves nothing."""
    if is_organisation:
        organisation = Organisation.objects.filter(tax_code=number).first()
        return Owner(organisation=organisation) if organisation else None
    person = Citizen.objects.filter(identity_number=number).first()
    if person is None or person.date_of_birth != born:
        return None
    if same_letters(person.full_name) != same_letters(name):
        return None
    return Owner(person=person)


def same_letters(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class Paper:
    """What is put into a store; `reference` is the sender's own name for it."""

    reference: str
    result_type: str
    title: str
    issuer: str
    origin_number: str
    valid_from: date
    valid_to: date | None
    name: str
    content_type: str
    sha256: str


def keep(paper: Paper, content: "File[bytes]", *, owner: Owner, at: datetime) -> StoredDocument:
    """The one row of this reference, however often it is sent; the file is the store's own."""
    if kept := StoredDocument.objects.filter(reference=paper.reference).first():
        return kept
    document = StoredDocument(
        person=owner.person,
        organisation=owner.organisation,
        code=paper_code(owner.number, paper.result_type),
        size=content.size,
        kept_at=at,
        **asdict(paper),
    )
    document.file.save("stored", content, save=False)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:
        document.file.delete(save=False)
        return StoredDocument.objects.get(reference=paper.reference)
    return document


def withdraw(reference: str, *, replaced_by: str, at: datetime) -> None:
    """The paper of this reference, in whosoever store, counts no longer; another one does."""
    replacement = StoredDocument.objects.filter(reference=replaced_by).first()
    standing = StoredDocument.objects.filter(reference=reference, withdrawn_at=None)
    standing.update(withdrawn_at=at, replacement=replacement)


def paper_code(number: str, result_type: str) -> str:
    """The holder's identifier and the code of the kind of result (Decree 118/2025 art 22(4))."""
    return f"{number}.{result_type}" if result_type else number
