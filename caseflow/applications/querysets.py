import re
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from caseflow.accents import fold
from caseflow.applications import rows
from caseflow.applications.states import (
    AT_WORK,
    OPEN,
    WAITING,
    Assistance,
    Channel,
    Origin,
    State,
    Verb,
)
from caseflow.compiled import Compiled

if TYPE_CHECKING:
    from caseflow.applications.actors import Actor
    from caseflow.applications.models import (  # noqa: F401
        Application,
        Cursor,
        Event,
        HelperSession,
        PaperHandOver,
    )

#: Files that are better told by their keys than by what they have in common.
FEW = 500
#: The three roles an office can have in a file, each with an index of its own.
OFFICE_COLUMNS = ("receiving_center", "deciding_agency", "returning_center")
#: Nearly every file is returned where it was received; the others have a small index.
RETURNED_ELSEWHERE = ~Q(returning_center=F("receiving_center"))
#: By accounts of citizens, not for themselves; erased files tell nothing any more.
ONLINE_FOR_OTHERS = Q(
    origin=Origin.LIVE, channel=Channel.ONLINE, applicant=None, applicant_identity__gt=""
) & ~Q(assistance=Assistance.STAFF)


class OldestInFlight(Func):
    template = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
    output_field = models.BigIntegerField()


def own_files(actor: "Actor") -> Q:
    """A citizen's: see `permissions.owner`, which asks the same of one case."""
    # An erased file names nobody any more; who sent it in can still see that it was there.
    for_others = ~Q(assistance=Assistance.SELF) | Q(erased_at__isnull=False)
    filed_for_others = Q(submitted_by=actor.user_id) & for_others
    own = filed_for_others & Q(helper_session=None)
    if actor.citizen_id:
        own |= Q(applicant=actor.citizen_id)
        own |= Q(applicant_identity=actor.identity, applicant_birth_date=actor.born)
    for principal in actor.principals:
        scope = {"procedure__code__in": principal.procedures} if principal.procedures else {}
        own |= Q(applicant_identity=principal.identity, **scope)
    return own


@cache
def locked(cases: "type[Application]") -> "Compiled[Application]":
    """Each deed asks for its case in this way."""
    wanted = cases.objects.select_for_update(of=("self",), no_key=True).defer("form")
    return Compiled(lambda pk: wanted.filter(pk=pk))


class ApplicationQuerySet(models.QuerySet["Application"]):
    def lock(self, pk: int) -> "Application":
        """The row for this transaction; children (papers, events) may still be inserted."""
        case = locked(self.model)(pk)
        if case is None:
            raise self.model.DoesNotExist
        rows.remember(case)
        return case

    def visible_to(self, actor: "Actor") -> Self:
        """A citizen's own files, an office's files, or all for who supervises the province."""
        if actor.sees_everything:
            return self
        if actor.office_ids:
            return self.handled_by(actor.office_ids)
        return self.filter(own_files(actor))

    def handled_by(self, office_ids: tuple[int, ...]) -> Self:
        """Received at, decided by or returned through one of these offices."""
        return self.filter(
            Q(receiving_center__in=office_ids)
            | Q(deciding_agency__in=office_ids)
            | Q(RETURNED_ELSEWHERE, returning_center__in=office_ids)
        )

    def first_of(
        self,
        actor: "Actor",
        order: tuple[str, str],
        count: int,
        *,
        columns: tuple[str, ...] = OFFICE_COLUMNS,
        states: tuple[str, ...] = (),
    ) -> Self:
        """The first `count` of these files, in this order, that one of the actor's offices has.

        No index is in order for "this column or that one". So every column gives its own first
        files from its own index, and the best of those are read: the cost does not grow with
        the number of files. The same holds for `states` where files of several are wanted.
        """
        if not actor.is_staff:
            return self.visible_to(actor).order_by(*order)[:count]
        fields = [name.lstrip("-") for name in order]
        elsewhere = RETURNED_ELSEWHERE if "receiving_center" in columns else Q()
        branches = [
            self.filter(elsewhere if column == "returning_center" else Q(), in_state)
            .filter(**{column: office})
            .order_by(*order)
            .values(*fields)[:count]
            for column in columns
            for office in actor.office_ids
            for in_state in ([Q(state=state) for state in states] or [Q()])
        ]
        if not branches:
            return self.none()
        first, *others = branches
        best = first.union(*others).order_by(*order)[:count]
        # By nothing but their keys: told twice, a condition makes the planner expect one row.
        return self.known_by([row["pk"] for row in best]).order_by(*order)

    def known_by(self, keys: Collection[int]) -> Self:
        return type(self)(self.model).filter(pk__in=keys)

    def named(self, words: str, *, beginnings: bool = False) -> Self:
        """Every word is one of the applicant's name, or begins one, whatever the accents and case.

        Beginnings cost more the more files there are: the index gathers all that each begins.
        """
        folded = re.findall(r"[a-z0-9]+", fold(words))
        if not folded:
            return self.none()
        vector = SearchVector("applicant_search_key", config="simple")
        wanted = " & ".join(f"{word}:*" if beginnings else word for word in folded)
        query = SearchQuery(wanted, search_type="raw", config="simple")
        return self.alias(name_words=vector).filter(name_words=query)

    def by_key_if_few(self, actor: "Actor") -> Self:
        """Those the actor may see; so what is slow to look for is looked for once."""
        keys = list(self.order_by().values_list("pk", flat=True)[: FEW + 1])
        if len(keys) > FEW:
            return self
        seen = self.known_by(keys).visible_to(actor)
        return self.known_by(list(seen.values_list("pk", flat=True)))

    def to_receive(self) -> Self:
        return self.filter(state=State.FILED)

    def in_review(self) -> Self:
        return self.filter(state__in=AT_WORK)

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)

    def to_return(self) -> Self:
        return self.filter(state=State.ISSUED)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def overdue(self, now: datetime) -> Self:
        """Open, and due before today: like the portal, lateness is counted by date."""
        return self.open().filter(due_at__lt=office_midnight(now))

    def due_soon(self, now: datetime, *, until: datetime) -> Self:
        """Open, not overdue, and due until then."""
        return self.open().filter(due_at__gte=office_midnight(now), due_at__lte=until)

    def for_display(self) -> Self:
        """With what a page or an answer names, in one query."""
        return self.select_related(
            "procedure",
            "procedure_version",
            "receiving_center",
            "deciding_agency",
            "returning_center",
        ).defer(
            "procedure_version__raw",
            "procedure_version__form_schema",
            "procedure_version__form_example",
        )

    def papers_to_send(self, office_ids: tuple[int, ...]) -> Self:
        """Received here on paper, decided elsewhere, and nothing was sent yet; the oldest first."""
        on_paper = self.open().filter(channel__in=[Channel.COUNTER, Channel.POST])
        here = on_paper.filter(receiving_center__in=office_ids, received_at__isnull=False)
        elsewhere = here.exclude(deciding_agency=F("receiving_center__parent"))
        return elsewhere.filter(paper_hand_overs=None).order_by("received_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-filed_at", "-pk")


def office_midnight(at: datetime) -> datetime:
    """With which the day of this instant began, where the offices are."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


class PaperHandOverQuerySet(models.QuerySet["PaperHandOver"]):
    def under_way(self) -> Self:
        """Not taken in yet, the first due first."""
        awaited = self.filter(received_at=None).select_related("sender", "recipient", "application")
        slim = awaited.only(
            "due_at",
            "sent_at",
            "received_at",
            "sender__name",
            "recipient__name",
            "application__number",
            "application__state",
        )
        return slim.order_by("due_at", "pk")


class HelperSessionQuerySet(models.QuerySet["HelperSession"]):
    def lock(self, pk: int) -> "HelperSession":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)

    def given_by(self, helper: int | None) -> Self:
        return self.filter(helper=helper).order_by("-asked_at", "-pk")

    def asked_of(self, citizen: int | None, *, at: datetime) -> Self:
        """Whose codes the person may still give away."""
        waiting = self.filter(
            citizen=citizen, opened_at=None, ended_at=None, code_expires_at__gt=at
        )
        return waiting.for_display().order_by("-asked_at", "-pk")

    def undelivered(self, at: datetime) -> Self:
        """For who sends codes: not sent yet and worth sending; see `address` and `code`."""
        waiting = self.filter(delivered_at=None, opened_at=None, ended_at=None)
        return waiting.filter(code_expires_at__gt=at).for_display().order_by("asked_at", "pk")

    def delivered(self, pk: int, *, at: datetime) -> bool:
        """Notes that the code was sent; False when somebody else sent it before."""
        return bool(self.filter(pk=pk, delivered_at=None).update(delivered_at=at))

    def for_display(self) -> Self:
        return self.select_related("helper", "team__unit", "office", "citizen__account")


class EventQuerySet(models.QuerySet["Event"]):
    def of(self, application: "Application") -> Self:
        return self.filter(application=application).order_by("sequence")

    def after(self, cursor: "Cursor") -> Self:
        """In log order, past the cursor, and no further than transactions that have ended."""
        return self.beyond(cursor).filter(transaction_id__lt=OldestInFlight())

    def beyond(self, cursor: "Cursor") -> Self:
        place = Q(transaction_id__gt=cursor.transaction_id) | Q(
            transaction_id=cursor.transaction_id, pk__gt=cursor.event_id
        )
        # The plain bound first lets the index find the place.
        past = self.filter(transaction_id__gte=cursor.transaction_id, pk__gt=cursor.floor)
        return past.filter(place).order_by("transaction_id", "pk")

    def steps(self) -> Self:
        """What moved the case or replaced its result; reading it tells nobody's words."""
        moves = ~Q(from_state=F("to_state")) | Q(verb=Verb.REISSUE)
        return self.filter(moves).only("verb", "to_state", "at")

    def update(self, **_columns: Any) -> int:
        raise TypeError("Events are append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("Events are append-only.")


class AskedForManyQuerySet(models.QuerySet[Any]):
    def pending(self) -> Self:
        return self.filter(confirmed_at__isnull=False, finished_at=None)
