"""Who can sign: certificates of the register by kind and state, and how far offices are covered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from caseflow.accounts.models import OFFICE_ROLES
from caseflow.centers.models import Officer
from caseflow.indicators.viewers import Viewer
from caseflow.reports.exports import csv_lines
from signatures.models import Certificate, RevocationService
from signatures.models.certificates import CertificateQuerySet
from signatures.states import CertificateKind, CertificateState, HolderKind

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Kind:
    """How many certificates of a kind (None: of all) were issued, and how they stand."""

    kind: CertificateKind | None
    states: Mapping[CertificateState, int]

    @property
    def name(self) -> str:
        return str(self.kind.label) if self.kind else _("All")

    @property
    def issued(self) -> int:
        return sum(self.states.values())

    @property
    def cells(self) -> list[int]:
        return [self.states.get(state, 0) for state in CertificateState]


@dataclass(frozen=True, slots=True)
class Line:
    """An office: its posts, how many of them can sign, and whether it has a seal."""

    code: str
    name: str
    posts: int
    covered: int
    has_seal: bool

    @property
    def missing(self) -> int:
        return self.posts - self.covered

    @property
    def has_gap(self) -> bool:
        return bool(self.missing) or not self.has_seal


@dataclass(frozen=True, slots=True)
class Coverage:
    kinds: list[Kind]
    expiring: int
    lines: list[Line]
    #: Services whose lists could not be fetched of late; signing goes on without them.
    failing: list[RevocationService]

    @property
    def total(self) -> Kind:
        sums = {
            state: sum(kind.states.get(state, 0) for kind in self.kinds)
            for state in CertificateState
        }
        return Kind(None, sums)

    @property
    def posts(self) -> int:
        return sum(line.posts for line in self.lines)

    @property
    def covered(self) -> int:
        return sum(line.covered for line in self.lines)

    @property
    def sealed(self) -> int:
        return sum(line.has_seal for line in self.lines)

    @property
    def gaps(self) -> list[Line]:
        return [line for line in self.lines if line.has_gap]


def coverage(viewer: Viewer, *, now: datetime) -> Coverage:
    mine = certificates_of(viewer)
    usable = mine.standing(CertificateState.VALID, at=now)
    return Coverage(
        kinds=kinds(mine, now),
        expiring=usable.filter(valid_to__lt=now + SOON).count(),
        lines=list(lines(viewer, usable)),
        failing=list(RevocationService.objects.filter(failures__gt=0).order_by("url")),
    )


def certificates_of(viewer: Viewer) -> CertificateQuerySet:
    """The whole register for who sees the province, else those of the own office."""
    counted = Certificate.objects.all()
    if not settings.SIGNATURES_TRUST_DEMONSTRATION:
        counted = counted.exclude(kind=CertificateKind.DEMONSTRATION)
    if viewer.of_the_province:
        return counted
    people = posts_of(viewer).values("user__username")
    return counted.filter(
        Q(holder_kind=HolderKind.OFFICER, holder_identifier__in=people)
        | Q(holder_kind=HolderKind.AGENCY, holder_identifier__in=viewer.offices.values("code"))
    )


def posts_of(viewer: Viewer) -> QuerySet[Officer]:
    return Officer.objects.filter(
        agency__in=viewer.offices.values("pk"), user__role__in=OFFICE_ROLES, user__is_active=True
    )


def kinds(certificates: CertificateQuerySet, now: datetime) -> list[Kind]:
    """Only kinds of which there are any."""
    counts: dict[str, dict[CertificateState, int]] = {}
    for kind, state, count in certificates.tally(at=now):
        counts.setdefault(kind, {})[CertificateState(state)] = count
    return [Kind(kind, counts[kind]) for kind in CertificateKind if kind in counts]


def lines(viewer: Viewer, usable: CertificateQuerySet) -> Iterator[Line]:
    """Offices of today in alphabetical order."""
    people = usable.filter(holder_kind=HolderKind.OFFICER).values("holder_identifier")
    rows = posts_of(viewer).order_by().values_list("agency__code")
    counted = rows.annotate(
        posts=Count("pk"), covered=Count("pk", filter=Q(user__username__in=people))
    )
    posts = {code: (all_posts, covered) for code, all_posts, covered in counted}
    agencies = usable.filter(holder_kind=HolderKind.AGENCY)
    sealed = set(agencies.values_list("holder_identifier", flat=True))
    for code, name in viewer.offices.current().alphabetical().values_list("code", "name"):
        all_posts, covered = posts.get(code, (0, 0))
        yield Line(code, name, all_posts, covered, code in sealed)


def coverage_table(lines: Iterable[Line]) -> Iterator[str]:
    head = [_("agency code"), _("agency"), _("posts"), _("posts that can sign"), _("has a seal")]
    rows = ((one.code, one.name, one.posts, one.covered, int(one.has_seal)) for one in lines)
    return csv_lines(head, rows)
