"""Cases of every kind, and what is counted of them."""

from contextlib import suppress
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from caseflow.applications import history, lifecycle
from caseflow.applications.models import Application
from caseflow.applications.states import RatedItem, State
from caseflow.centers import counter_devices
from caseflow.eventlogs import exporting
from caseflow.eventlogs.models import Kind
from caseflow.eventlogs.pseudonyms import Names, Pseudonyms
from caseflow.indicators import facts as facts_of_cases
from caseflow.indicators.definitions import figures as rates_of
from caseflow.indicators.models import Fact, MonthSpread, Tally
from tests.applications import histories
from tests.factories import MONDAY, Office, a_citizen, case_in, filed_case
from tests.indicators.factories import count_everything
from tests.procedures.factories import published

#: What a case is called, where it came from and who has it now is another matter elsewhere.
OF_THE_PLACE = (
    *("application_id", "number", "officer_id", "received_by_id"),
    *("origin", "held_by", "held_on"),
)
#: Where it came from is counted too.
OF_THE_ORIGIN = {
    *("filed_imported", "odd_end", "odd_due_date", "odd_channel", "helped_without_code"),
}
OWN_MAPPING = Path("seeds/mappings/caseflow.yaml")


def cases_of_every_kind() -> list[Application]:
    """One past every verb, one live in every state, one rated; three told as history."""
    told = histories.write_cases(3)
    center, version = told[0].receiving_center, told[0].procedure_version
    unsaved = histories.case(center, version, "H44.101-250924-0001")
    start = histories.FILED_AT
    story = history.filed(unsaved, actor=histories.SYSTEM, at=start, recorded_at=histories.TOLD_AT)
    histories.every_verb(story, center)
    history.write([story])
    office, rules = Office(center), published(form_schema=histories.FORM)
    lived = [case_in(state, office, version=rules) for state in State if state != State.DRAFT]
    mai = a_citizen()
    device = counter_devices.register(center, name="1", by=mai.pk, at=MONDAY)
    sent = {"assistance": "staff", "device": device.pk}
    own = filed_case(office, by=mai, version=rules, sent=sent)
    rated(told[0], office)
    return [*told, story.case, *lived, own]


def rated(case: Application, office: Office) -> None:
    items = {RatedItem.TIME: 5, RatedItem.ATTITUDE: 2}
    lifecycle.rate(case.pk, actor=office.clerk, at=MONDAY, rating=4, items=items, text="Tốt")


def exported(kind: Kind = Kind.XES, names: Names | None = None) -> bytes:
    out = BytesIO()
    about = {"concept:name": "test"}
    names = names or Pseudonyms()
    exporting.write(Application.objects.all(), out, kind=kind, names=names, about=about)
    return out.getvalue()


def emptied() -> None:
    """No case is left, and nothing that was counted; offices, rules and calendars stay."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE applications_application, applications_job CASCADE")
        cursor.execute("TRUNCATE indicators_fact")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def taken_in(log: bytes, place: Path, *, dry_run: bool = False) -> tuple[dict[str, int], list[str]]:
    """The counts and the other lines of `import_event_log`."""
    place.write_bytes(log)
    out = StringIO()
    with suppress(SystemExit):
        call_command("import_event_log", place, mapping=OWN_MAPPING, dry_run=dry_run, stdout=out)
    lines = out.getvalue().splitlines()
    pairs = [line.rpartition(" ")[::2] for line in lines]
    return {name: int(count) for name, count in pairs if count.isdecimal()}, lines


def figures() -> dict[str, Any]:
    """Every fact, tally and bin, and every rate, as the log gives them."""
    count_everything()
    facts = [name for name in facts_of_cases.COLUMNS if name not in OF_THE_PLACE]
    rows = {table.__name__: rows_of(table) for table in (Tally, MonthSpread)}
    day = date(2025, 1, 1), date(2027, 1, 1)
    rates = [(one.definition.key, one.numerator, one.denominator) for one in rates_of(None, *day)]
    told = sorted(map(str, Fact.objects.order_by().values_list(*facts)))
    return {**rows, "facts": told, "rates": rates}


def rows_of(table: type[Tally] | type[MonthSpread]) -> list[str]:
    names = {field.attname for field in table._meta.concrete_fields} - OF_THE_ORIGIN
    return sorted(map(str, table.objects.values(*sorted(names))))
