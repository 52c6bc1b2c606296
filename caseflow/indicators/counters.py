"""Every counter, declared once: its name, the day it counts by, and which facts it counts.

A condition reads columns of `Fact` and asks for no time zone, so that the same text runs in
PostgreSQL and, on the same columns in Parquet files, in any other engine (`counting`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.applications.states import (
    Assistance,
    Channel,
    Contradiction,
    Delivery,
    Ground,
    Origin,
    Outcome,
    RatedItem,
    State,
)
from caseflow.indicators.measures import CLOCKS, HOLDERS, STEPS, Measure, timing
from procedures.states import OnlineLevel


@dataclass(frozen=True, slots=True)
class Counter:
    """How many cases there are, or the sum of a column over them, on one of their days."""

    name: str
    day: str
    label: Promise
    cases: Q = Q()
    sum_of: str = ""


ONLINE = Q(channel=Channel.ONLINE)
FULL = Q(online_level=OnlineLevel.FULL)
ELECTRONIC = Q(electronic_result=True)
OWES_NO_DOCUMENT = Q(returns_document=False)
TAKEN_IN = Q(received_on__isnull=False)
#: The scale of the rating has five steps (Decree 118/2025 art 33; domain reference 5.8).
LEAST_CONTENT = 4
CONTENT, DISCONTENT = Q(rating__gte=LEAST_CONTENT), Q(rating__lte=2)
WITH_RESULT = Q(state__in=[State.ISSUED.value, State.RETURNED.value])
PAID_OR_FREE = Q(fee_due=False) | Q(paid_online=True)


def filings() -> Iterator[Counter]:
    day = "filed_on"
    yield Counter("filed", day, _("filed"))
    yield Counter("filed_online", day, _("filed online"), ONLINE)
    yield Counter("filed_counter", day, _("filed at the counter"), Q(channel=Channel.COUNTER))
    yield Counter("filed_post", day, _("filed by post"), Q(channel=Channel.POST))
    yield Counter("filed_email", day, _("filed by e-mail"), Q(channel=Channel.EMAIL))
    yield Counter("filed_other", day, _("filed otherwise"), Q(channel=Channel.OTHER))
    for assistance, label in (
        (Assistance.SELF, _("online by the applicant alone")),
        (Assistance.ASSISTED, _("online with a helper")),
        (Assistance.STAFF, _("online, typed by staff")),
        (Assistance.UNKNOWN, _("online, not known by whom")),
    ):
        yield Counter(f"online_{assistance}", day, label, ONLINE & Q(assistance=assistance))
    yield Counter("filed_identified", day, _("filed with proven identity"), Q(identified=True))


def answers() -> Iterator[Counter]:
    day = "answered_on"
    yield Counter("answered", day, _("filings answered"))
    yield Counter("answered_late", day, _("filings answered late"), Q(late_reception=True))


def receptions() -> Iterator[Counter]:
    """What the index of Decision 766 counts by the day of reception."""
    day = "received_on"
    yield Counter("received", day, _("received"))
    yield Counter("received_online", day, _("received online"), ONLINE)
    yield Counter(
        "received_online_766",
        day,
        _("received online, electronic result where one is owed"),
        ONLINE & (OWES_NO_DOCUMENT | ELECTRONIC),
    )
    yield Counter("received_full", day, _("received for fully online procedures"), FULL)
    yield Counter(
        "received_full_online",
        day,
        _("received online for fully online procedures"),
        FULL & ONLINE,
    )
    yield Counter(
        "received_end_to_end",
        day,
        _("received, handled and returned without paper"),
        ONLINE & ELECTRONIC & PAID_OR_FREE & Q(paper_moves=0, delivery=Delivery.ELECTRONIC),
    )
    yield Counter("received_fee_due", day, _("received, owing a fee"), Q(fee_due=True))
    yield Counter(
        "received_paid_online",
        day,
        _("received, owing a fee, paid online"),
        Q(fee_due=True, paid_online=True),
    )
    yield Counter("received_reused", day, _("received with reused papers"), Q(reused_papers__gt=0))
    yield Counter(
        "received_from_store",
        day,
        _("received with papers of the document store"),
        Q(store_papers__gt=0),
    )
    yield Counter(
        "received_handed_over", day, _("received and handed over"), Q(late_handover__isnull=False)
    )
    yield Counter(
        "received_handed_over_late",
        day,
        _("received and handed over late"),
        Q(late_handover=True),
    )


def dues() -> Iterator[Counter]:
    """With the ends that came late they tell how many open files were late on any day."""
    met = Q(finished_on__lte=F("due_on"))
    yield Counter("due", "due_on", _("due"), TAKEN_IN)
    yield Counter("due_met", "due_on", _("due and ended by that day"), TAKEN_IN & met)


def ends() -> Iterator[Counter]:
    day = "finished_on"
    early, late = Q(finished_on__lt=F("due_on")), Q(finished_on__gt=F("due_on"))
    yield Counter("finished", day, _("finished"))
    yield Counter("finished_early", day, _("finished before the due day"), early)
    yield Counter("finished_on_time", day, _("finished on the due day"), Q(finished_on=F("due_on")))
    yield Counter("finished_late", day, _("finished after the due day"), late)
    yield Counter(
        "finished_without_due", day, _("finished without a due date"), Q(due_on__isnull=True)
    )
    yield Counter(
        "finished_by_due",
        day,
        _("finished by the due instant"),
        Q(finished_at__lte=F("due_at")),
    )
    yield Counter(
        "finished_by_first_due",
        day,
        _("finished by the first due instant"),
        Q(finished_at__lte=F("due_original_at")),
    )
    yield Counter("finished_taken_in", day, _("finished after reception"), TAKEN_IN)
    yield Counter(
        "finished_late_taken_in", day, _("finished late after reception"), TAKEN_IN & late
    )
    yield Counter(
        "finished_in_time_766",
        day,
        _("finished by the due day with one supplement request at most"),
        TAKEN_IN & Q(finished_on__lte=F("due_on"), supplement_requests__lte=1),
    )
    yield from results()
    yield from turns()
    yield from lateness()


def results() -> Iterator[Counter]:
    """With what result cases ended."""
    day = "finished_on"
    owed = Q(returns_document=True)
    yield Counter("finished_document", day, _("finished, owing a document"), owed)
    yield Counter(
        "finished_electronic", day, _("finished with an electronic result"), owed & ELECTRONIC
    )
    yield Counter(
        "finished_digitised",
        day,
        _("finished with papers and result as files"),
        Q(papers__gt=0) & (OWES_NO_DOCUMENT | ELECTRONIC),
    )
    yield Counter(
        "finished_with_result",
        day,
        _("finished with a result"),
        WITH_RESULT,
    )
    yield Counter(
        "finished_uncollected", day, _("finished, result not collected"), Q(state=State.ISSUED)
    )
    yield Counter("finished_decided", day, _("finished with a decision"), Q(outcome__gt=""))
    yield Counter("finished_rejected", day, _("finished, rejected"), Q(outcome=Outcome.REJECTED))
    yield Counter(
        "finished_decided_elsewhere",
        day,
        _("finished, decided elsewhere"),
        Q(outcome__gt="", decided_elsewhere=True),
    )
    yield Counter(
        "finished_certified",
        day,
        _("finished with a certified electronic copy"),
        Q(certified_copies__gt=0),
    )


def turns() -> Iterator[Counter]:
    """What happened to cases on their way."""
    day = "finished_on"
    yield Counter("finished_refused", day, _("refused at reception"), Q(state=State.REFUSED))
    yield Counter("finished_withdrawn", day, _("withdrawn"), Q(state=State.WITHDRAWN))
    yield Counter("finished_stopped", day, _("stopped"), Q(state=State.STOPPED))
    yield Counter(
        "finished_lapsed",
        day,
        _("stopped for want of a supplement"),
        Q(ground=Ground.NO_SUPPLEMENT),
    )
    yield Counter(
        "finished_supplemented",
        day,
        _("finished after a supplement request"),
        Q(supplement_requests__gte=1),
    )
    yield Counter(
        "finished_supplemented_again",
        day,
        _("finished after several supplement requests"),
        Q(supplement_requests__gte=2),
    )
    yield Counter(
        "finished_extended", day, _("finished after the date was moved"), Q(extended=True)
    )
    yield Counter("finished_rated", day, _("finished and rated"), Q(rating__isnull=False))
    yield Counter(
        "finished_without_complaint",
        day,
        _("finished neither late nor rated badly"),
        (Q(finished_on__lte=F("due_on")) | Q(due_on__isnull=True))
        & (Q(rating__isnull=True) | ~DISCONTENT),
    )


def lateness() -> Iterator[Counter]:
    late = Q(finished_at__gt=F("due_at"))
    for holder in HOLDERS:
        label = format_lazy("{} {}", _("finished late, due with:"), holder.label)
        cases = late & Q(late_at=holder)
        yield Counter(f"late_at_{holder}", "finished_on", label, cases)


def faults() -> Iterator[Counter]:
    """What files lack, and what older systems told oddly (domain reference 5.4)."""
    imported = Q(origin=Origin.IMPORTED)
    yield Counter(
        "lacks_due_date", "received_on", _("received without a due date"), Q(due_on__isnull=True)
    )
    yield Counter(
        "lacks_fee_status",
        "finished_on",
        _("finished without a fee status"),
        Q(fee_due=True, paid_online__isnull=True) & WITH_RESULT,
    )
    yield Counter(
        "lacks_result_file",
        "finished_on",
        _("finished without a result file"),
        Q(returns_document=True)
        & (Q(electronic_result=False) | Q(electronic_result__isnull=True))
        & WITH_RESULT,
    )
    yield Counter(
        "asked_although_stored",
        "finished_on",
        _("finished after a paper was asked for that was in the document store"),
        Q(stored_papers_asked__gt=0),
    )
    yield Counter("filed_imported", "filed_on", _("imported"), imported)
    yield Counter(
        "odd_end",
        "filed_on",
        _("imported, ended before the filing"),
        imported & Q(finished_at__lt=F("filed_at")),
    )
    yield Counter(
        "odd_due_date",
        "filed_on",
        _("imported, due before the filing"),
        imported & Q(due_at__lt=F("filed_at")),
    )
    yield Counter(
        "odd_channel",
        "filed_on",
        _("imported, unknown way of filing"),
        imported & Q(channel=Channel.OTHER),
    )


def contradictions() -> Iterator[Counter]:
    """Filings whose declaration and facts do not fit together (`Contradiction`)."""
    alone = ONLINE & Q(origin=Origin.LIVE, with_code=False)
    for kind, cases in {
        Contradiction.SELF_AT_COUNTER: Q(assistance=Assistance.SELF, from_counter_device=True),
        Contradiction.DECLARED_OTHERWISE: Q(declared_otherwise=True),
        Contradiction.HELPED_WITHOUT_CODE: alone & Q(assistance=Assistance.ASSISTED),
        Contradiction.OBJECTED: Q(objections__gt=0),
    }.items():
        label = format_lazy("{} {}", _("filed, but:"), kind.label)
        yield Counter(str(kind), "filed_on", label, cases)


def returns() -> Iterator[Counter]:
    day = "returned_on"
    elsewhere = ~Q(returning_center=F("receiving_center"))
    yield Counter("returned", day, _("results returned"))
    yield Counter(
        "returned_electronically",
        day,
        _("results returned electronically"),
        Q(delivery=Delivery.ELECTRONIC),
    )
    yield Counter("returned_elsewhere", day, _("results returned elsewhere"), elsewhere)


def ratings() -> Iterator[Counter]:
    day = "rated_on"
    yield Counter("rated", day, _("ratings"))
    yield Counter("rated_content", day, _("ratings of 4 or 5"), CONTENT)
    yield Counter("rated_discontent", day, _("ratings of 1 or 2"), DISCONTENT)
    yield Counter("rating_points", day, _("points of the ratings"), sum_of="rating")
    for item in RatedItem:
        column, name = f"rating_{item}", item.label
        rated, content = Q(**{f"{column}__isnull": False}), Q(**{f"{column}__gte": LEAST_CONTENT})
        yield Counter(f"rated_{item}", day, format_lazy("{} {}", _("ratings:"), name), rated)
        label = format_lazy("{} {}", _("ratings of 4 or 5:"), name)
        yield Counter(f"rated_{item}_content", day, label, content)


def durations() -> Iterator[Counter]:
    """Sums, from which a mean follows; how times are spread is told by the bins."""
    for measure in (*CLOCKS, *STEPS):
        found = timing(measure)
        label = format_lazy("{} {}", _("seconds:"), Measure(measure).label)
        yield Counter(f"{measure}_seconds", found.day, label, sum_of=found.column)


#: Any of them.
CONTRADICTING = reduce(or_, (counter.cases for counter in contradictions()))

COUNTERS: tuple[Counter, ...] = (
    *filings(),
    *answers(),
    *receptions(),
    *dues(),
    *ends(),
    *faults(),
    *contradictions(),
    *returns(),
    *ratings(),
    *durations(),
)
NAMES = tuple(counter.name for counter in COUNTERS)
BY_NAME = {counter.name: counter for counter in COUNTERS}
#: Days that anything is counted by.
DAYS = tuple(dict.fromkeys(counter.day for counter in COUNTERS))
