"""Form 07: books, serials, what a line says."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from zipfile import ZipFile

import pytest
from defusedxml import ElementTree
from django.db import DatabaseError, connection, transaction

from caseflow.applications import lifecycle
from caseflow.applications.models import Application, Event, Job
from caseflow.applications.states import State
from caseflow.issuing import books, registering, spreadsheets
from caseflow.issuing.models import Book, RegisterEntry
from caseflow.issuing.register_lines import Key
from tests.factories import MONDAY, Office, a_procedure, an_office, case_in
from tests.issuing.papers import follow_up, text_of

pytestmark = pytest.mark.django_db
YEAR_END = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # 23:30 in Việt Nam


def received(office: Office, **options) -> Application:
    return follow_up(case_in(State.RECEIVED, office, **options))


def serials() -> list[int]:
    return list(RegisterEntry.objects.order_by("application").values_list("serial", flat=True))


def wanted(office: Office, **options) -> books.Wanted:
    period = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    return books.Wanted(office.center, **period | options)


def lines(office: Office, **options) -> list:
    return list(books.every_line(wanted(office, **options), in_full=True, language="vi"))


def test_files_of_a_book_are_numbered_as_they_were_received(office):
    version = a_procedure()
    for _file in range(3):
        received(office, version=version)
    assert serials() == [1, 2, 3]


def test_every_centre_field_and_year_has_a_book_of_its_own(office):
    version = a_procedure()
    received(office, version=version)
    received(an_office(), version=version)
    received(office, version=a_procedure(procedure__field="Đất đai"))
    received(office, version=version, at=MONDAY + timedelta(days=365))
    assert serials() == [1, 1, 1, 1]
    assert Book.objects.count() == 4


def test_the_year_is_that_of_the_office_not_of_greenwich(office):
    received(office, at=YEAR_END)
    assert Book.objects.get().year == 2027


def test_a_file_is_entered_once_however_often_it_is_asked(office):
    case = received(office)
    event = Event.objects.of(case).get(verb="receive")
    assert registering.enter(event) == registering.enter(event) == RegisterEntry.objects.get()


def test_who_was_received_first_has_the_lower_serial_whichever_job_comes_first(office):
    version = a_procedure()
    cases = [case_in(State.RECEIVED, office, version=version) for _file in range(3)]
    events = [Event.objects.get(application=case, verb="receive") for case in cases]
    for event in events:
        Job.objects.create(follower="issuing", event=event, not_before=event.at)
    registering.enter(events[2])
    assert [entry.application for entry in RegisterEntry.objects.order_by("serial")] == cases


@pytest.mark.django_db(transaction=True)
def test_files_received_at_once_get_a_serial_each(office):
    version = a_procedure()
    cases = [case_in(State.RECEIVED, office, version=version) for _file in range(6)]
    events = [
        Event.objects.select_related("application").get(application=c, verb="receive")
        for c in cases
    ]

    def enter(event: Event) -> int:
        try:
            return registering.enter(event).serial
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(enter, events)) == [1, 2, 3, 4, 5, 6]


def test_files_received_before_there_was_a_register_are_entered_in_the_order_of_the_log(office):
    version = a_procedure()
    later, earlier = (
        case_in(State.RECEIVED, office, version=version, at=at)
        for at in (MONDAY + timedelta(days=1), MONDAY)
    )
    elsewhere = case_in(State.RECEIVED, an_office(), version=version)
    with connection.cursor() as cursor:
        cursor.execute(import_module("caseflow.issuing.migrations.0004_enter_received_files").ENTER)
    serials = dict(RegisterEntry.objects.values_list("application", "serial"))
    assert serials == {later.pk: 1, earlier.pk: 2, elsewhere.pk: 1}
    assert received(office, version=version).pk not in serials
    assert RegisterEntry.objects.latest("pk").serial == 3


def test_a_serial_once_given_cannot_be_changed_or_removed(office):
    received(office)
    entries = RegisterEntry.objects.all()
    for deed in (lambda: entries.update(serial=2), entries.delete):
        with pytest.raises(DatabaseError, match="never allowed"), transaction.atomic():
            deed()


def test_a_line_says_what_the_form_asks_for(office):
    case = received(office, address="Khu 3, phường Việt Trì")
    [line] = lines(office)
    assert (line.serial, line.number, line.name) == (1, case.number, "Lò Thị Quỳnh Mai")
    assert line.contact == "Khu 3, phường Việt Trì\n0912345678"
    assert line.agency == case.deciding_agency.name
    assert (line.received_at, line.due_at) == (case.received_at, case.due_at)
    assert (line.ended_at, line.how, line.signature) == (None, "", "")


def test_a_line_tells_how_the_result_was_received(office):
    case = case_in(State.ISSUED, office)
    follow_up_all(case)
    how = {"how": "counter", "to_whom": "Lò Văn Tư"}
    lifecycle.return_result(case.pk, actor=office.clerk, at=case.last_event_at, **how)
    [line] = books.every_line(wanted(office), in_full=True, language="en")
    assert (line.how, line.signature) == ("at the counter", "by an authorised person")
    assert line.ended_at == Application.objects.get().returned_at
    assert "Lò Văn Tư" not in str(line)


def follow_up_all(case: Application) -> None:
    for event in Event.objects.of(case).filter(verb="receive"):
        event.application = case
        registering.enter(event)


def test_a_period_and_a_field_narrow_the_lines(office):
    version = a_procedure()
    first = received(office, version=version)
    second = received(office, version=version, at=MONDAY + timedelta(days=30))
    received(an_office(), version=version)
    numbers = [line.number for line in lines(office)]
    assert numbers == [first.number, second.number]
    [line] = lines(office, first=date(2026, 3, 20))
    assert line.number == second.number
    assert lines(office, field="không có") == []


def test_pages_follow_one_another_there_and_back(office):
    version = a_procedure()
    for _file in range(5):
        received(office, version=version)
    seen, key = [], None
    while page := books.page_of(wanted(office), after=key, before=None, size=2, in_full=True):
        seen.append([line.serial for line in page.lines])
        last, key = page, page.after
        if key is None:
            break
    assert seen == [[5, 4], [3, 2], [1]]
    back = books.page_of(wanted(office), after=None, before=last.before, size=2, in_full=True)
    assert [line.serial for line in back.lines] == [3, 2]


@pytest.mark.parametrize("text", ["", "x", "1", "1.x", "-1.2", "1.2.3", "9" * 40 + ".1"])
def test_a_key_that_no_page_gave_out_is_none(text):
    assert Key.parsed(text) is None


def test_who_does_not_handle_the_files_reads_no_names(office):
    received(office)
    [line] = books.every_line(wanted(office), in_full=False, language="vi")
    assert (line.name, line.contact) == ("", "")


@pytest.mark.poppler
def test_a_book_is_printed_with_its_lines(office):
    case = received(office)
    document = books.printed_book(Book.objects.get(), wanted(office), in_full=True, at=MONDAY)
    text = text_of(document)
    for said in ("SỔ THEO DÕI HỒ SƠ", case.procedure.field, "02/03/2026", "09:00", "Lò Thị"):
        assert said in text


def test_a_book_with_too_many_lines_is_not_printed(office, settings):
    version, settings.ISSUING_REGISTER_PDF_LINES = a_procedure(), 1
    for _file in range(2):
        received(office, version=version)
    with pytest.raises(books.TooManyLines):
        books.printed_book(Book.objects.get(), wanted(office), in_full=True, at=MONDAY)


def sheet_of(content: bytes) -> list[list[tuple[str, str]]]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    name = f"{{{spreadsheets.MAIN}}}"
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row]
        for row in root.iter(f"{name}row")
    ]


def test_a_workbook_holds_texts_as_texts_and_instants_as_dates():
    rows = [[1, "=1+1\x00<b>", None, MONDAY]]
    content = b"".join(spreadsheets.workbook("Sổ", ["a", "b", "c", "d"], rows, widths=[5] * 4))
    head, line = sheet_of(content)
    assert [text for _kind, text in head] == ["a", "b", "c", "d"]
    # 2 March 2026, 08:00 in Việt Nam, as a spreadsheet counts days.
    assert line == [("n", "1"), ("inlineStr", "=1+1<b>"), ("n", ""), ("n", "46083.333333")]


def test_a_workbook_streams_and_the_same_table_gives_the_same_file():
    rows = [[place, "Đặng"] for place in range(1000)]
    pieces = [list(spreadsheets.workbook("Sổ", ["a", "b"], rows, widths=[5, 9])) for _ in "ab"]
    assert b"".join(pieces[0]) == b"".join(pieces[1])
    assert len(pieces[0]) > 3
    assert len(sheet_of(b"".join(pieces[0]))) == 1001
