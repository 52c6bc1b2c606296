"""What each line of the register says (form 07): taken from the case as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.applications.models import Application, Event
from caseflow.applications.states import Delivery, IdentityCheck, State, Verb
from caseflow.issuing.models import Book, RegisterEntry


@dataclass(frozen=True, slots=True)
class Key:
    """Where a line stands; as text it can travel in an address."""

    book: int
    serial: int

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """None for what no page gave out."""
        book, _dot, serial = text.partition(".")
        if not (book.isdecimal() and serial.isdecimal() and len(text) < 30):
            return None
        return cls(int(book), int(serial))

    def beyond(self, order: tuple[str, str]) -> Q:
        side = "lt" if order[0].startswith("-") else "gt"
        tie = Q(**{"book_id": self.book, f"serial__{side}": self.serial})
        return Q(**{f"book_id__{side}": self.book}) | tie

    def __str__(self) -> str:
        return f"{self.book}.{self.serial}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of form 07. Name and contact stay empty for whoever does not handle the file."""

    key: Key
    book: Book
    serial: int
    number: str
    procedure: str
    name: str
    contact: str
    agency: str
    received_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    how: str
    signature: str

    def cells(self) -> list[object]:
        return [
            self.serial,
            self.number,
            self.procedure,
            self.name,
            self.contact,
            self.agency,
            self.received_at,
            self.due_at,
            self.ended_at,
            self.how,
            self.signature,
        ]


def head() -> list[str]:
    return [
        _("serial"),
        _("application number"),
        _("procedure"),
        _("full name"),
        _("address, telephone"),
        _("lead agency"),
        _("received at"),
        _("appointed for"),
        _("returned at"),
        _("way of receipt"),
        _("receipt signed"),
    ]


def lines_of(entries: Sequence[RegisterEntry], *, in_full: bool) -> list[Line]:
    returns = returns_of([entry.application_id for entry in entries])
    return [
        line_of(entry, returns.get(entry.application_id, {}), in_full=in_full) for entry in entries
    ]


def returns_of(applications: Sequence[int]) -> dict[int, dict[str, Any]]:
    """How each result was handed over, and to whom."""
    events = Event.objects.filter(application__in=applications, verb=Verb.RETURN_RESULT)
    return {event.application_id: event.payload for event in events}


def line_of(entry: RegisterEntry, told: dict[str, Any], *, in_full: bool) -> Line:
    case = entry.application
    return Line(
        key=Key(entry.book_id, entry.serial),
        book=entry.book,
        serial=entry.serial,
        number=case.number,
        procedure=case.procedure.name,
        name=case.applicant_name if in_full else "",
        contact=contact(case) if in_full else "",
        agency=case.deciding_agency.name,
        received_at=entry.received_at,
        due_at=case.due_at,
        ended_at=case.returned_at or ended_without_result(case),
        how=way_of_receipt(case, told),
        signature=signature(told),
    )


def contact(case: Application) -> str:
    parts = (case.applicant_address, case.applicant_phone or case.applicant_email)
    return "\n".join(part for part in parts if part)


def ended_without_result(case: Application) -> datetime | None:
    return case.finished_at if case.state in (State.WITHDRAWN, State.STOPPED) else None


def way_of_receipt(case: Application, told: dict[str, Any]) -> str:
    if told.get("how") in Delivery.values:
        way = str(Delivery(told["how"]).label)
        return f"{way} ({told['carrier']})" if told.get("carrier") else way
    return case.get_state_display() if ended_without_result(case) else ""


def signature(told: dict[str, Any]) -> str:
    if told.get("how") == Delivery.ELECTRONIC:
        return _("confirmed electronically")
    if not told:
        return ""
    by = _("by an authorised person") if told.get("to") == "other" else _("by the applicant")
    if (check := told.get("identity_check")) in IdentityCheck.values:
        return f"{by} ({IdentityCheck(check).label})"
    return by


def printed(value: object) -> str:
    if isinstance(value, datetime):
        local = timezone.localtime(value, timezone.get_default_timezone())
        return f"{local:%d/%m/%Y}\n{local:%H:%M}"
    return "" if value is None else str(value)
