from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caseflow.accents import fold
from caseflow.centers.alphabet import sort_key
from caseflow.centers.delegations import Delegation as Delegation
from caseflow.centers.querysets import (
    AdministrativeUnitQuerySet,
    AgencyQuerySet,
    CalendarVersionQuerySet,
    CounterDeviceQuerySet,
    OfficerQuerySet,
    ServiceCenterManager,
    TeamMemberQuerySet,
)
from caseflow.centers.states import AgencyKind, DayKind, Division, Level


class AdministrativeUnit(models.Model):
    """A province or commune for as long as it was in force; a merger makes new rows."""

    code = models.CharField(_("code"), max_length=5)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    division = models.CharField(_("kind of unit"), max_length=9, choices=Division.choices)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    search_key = models.CharField(max_length=120, editable=False)
    sort_key = models.CharField(max_length=100, editable=False, db_collation="C")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("province"),
    )
    #: Districts ended on 1 July 2025; the name still tells former communes of one name apart.
    district = models.CharField(_("former district"), max_length=100, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("last day valid"), null=True, blank=True)

    objects = AdministrativeUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        constraints = [
            models.UniqueConstraint(
                "code",
                "valid_from",
                name="unit_code_is_unique_from_its_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="unit_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="unit_level_is_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="commune_lies_in_a_province",
                condition=Q(level=Level.PROVINCE, parent=None)
                | Q(level=Level.COMMUNE, parent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def call(self, name: str, *, sort_name: str, name_en: str) -> None:
        """Give the unit its names and the keys that follow from them."""
        self.name, self.name_en = name, name_en
        self.search_key, self.sort_key = fold(f"{self.code} {name}"), sort_key(sort_name)


class Succession(models.Model):
    """Which unit took over from which; a former commune may be divided among several."""

    predecessor = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("successor")
    )
    partial = models.BooleanField(_("only a part of the predecessor"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint("predecessor", "successor", name="succession_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Agency(models.Model):
    """An authority with an electronic identifier; it stays in history after a merger."""

    code = models.CharField(
        _("identifier"),
        max_length=35,
        unique=True,
        validators=[RegexValidator(r"^[A-Y]\d{2}(\.[A-Z0-9]+)*$")],
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind.choices)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    search_key = models.CharField(max_length=240, editable=False)
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")
    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("superior agency"),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("last day valid"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("successor")
    )
    #: Printed where a slip tells whom to ask.
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    #: Blank when no source gives the identifier and we made it.
    identifier_source = models.CharField(_("source of the identifier"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.CheckConstraint(
                name="agency_kind_is_known", condition=Q(kind__in=AgencyKind.values)
            ),
            models.CheckConstraint(
                name="agency_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="center_belongs_to_an_agency",
                condition=~Q(kind=AgencyKind.SERVICE_CENTER) | Q(parent__isnull=False),
            ),
        ]
        indexes = [
            # The public list of centres, page by page in alphabetical order.
            models.Index("kind", "sort_key", "id", name="agency_alphabetical"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def identifier_is_synthetic(self) -> bool:
        return not self.identifier_source

    def call(self, name: str, *, name_en: str) -> None:
        """Give the agency its names and the keys that follow from them."""
        self.name, self.name_en = name, name_en
        self.search_key, self.sort_key = fold(f"{self.code} {name}"), sort_key(name)


class ServiceCenter(Agency):
    """A public-administration service centre: where citizens file and fetch."""

    objects: ClassVar[ServiceCenterManager] = ServiceCenterManager()

    class Meta:
        proxy = True
        verbose_name = _("public-administration service centre")
        verbose_name_plural = _("public-administration service centres")


class Officer(models.Model):
    """The post that binds an account to the agency it works for."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    title = models.CharField(pgettext_lazy("of a person", "title"), max_length=100, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def __str__(self) -> str:
        return f"{self.user} · {self.agency}"

    def office_ids(self) -> tuple[int, ...]:
        """The agencies this post acts for: a centre's staff also acts for the agency behind it."""
        behind = self.agency.parent_id
        if self.agency.kind == AgencyKind.SERVICE_CENTER and behind is not None:
            return (self.agency_id, behind)
        return (self.agency_id,)


class DigitalTeam(models.Model):
    """Volunteers of a commune who help citizens file online."""

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("commune")
    )
    name = models.CharField(_("name"), max_length=200)
    member_count = models.PositiveIntegerField(_("members"), default=0)

    class Meta:
        verbose_name = _("community digital technology team")
        verbose_name_plural = _("community digital technology teams")

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """An account that helps citizens for a community team, for as long as it belongs to it."""

    team = models.ForeignKey(
        DigitalTeam, models.PROTECT, related_name="+", verbose_name=_("community team")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last day valid"), null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [
            models.UniqueConstraint("team", "user", "valid_from", name="joins_a_team_once_a_day"),
            models.CheckConstraint(
                name="membership_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.team}"


class CounterDevice(models.Model):
    """A computer or kiosk that stands in a centre; its browser carries a signed cookie."""

    center = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("service centre")
    )
    name = models.CharField(_("name of the device"), max_length=100)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("registered by")
    )
    registered_at = models.DateTimeField(_("registered at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = CounterDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("counter device")
        verbose_name_plural = _("counter devices")

    def __str__(self) -> str:
        return f"{self.name} · {self.center}"


class Calendar(models.Model):
    """Whose working time: an agency's, a province's, or (neither named) the nation's."""

    unit = models.OneToOneField(
        AdministrativeUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit"),
    )
    agency = models.OneToOneField(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agency")
    )

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        constraints = [
            models.CheckConstraint(
                name="calendar_has_one_owner_at_most", condition=Q(unit=None) | Q(agency=None)
            ),
            models.UniqueConstraint(
                "unit",
                "agency",
                name="one_national_calendar",
                condition=Q(unit=None, agency=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency or self.unit or _("national calendar"))


class CalendarVersion(models.Model):
    """A calendar as once decided; a deadline names the version it was computed with.

    Once published neither it nor its days can be changed: the database refuses.
    """

    calendar = models.ForeignKey(
        Calendar, models.PROTECT, related_name="+", verbose_name=_("calendar")
    )
    number = models.PositiveIntegerField(_("version"))
    #: Weekday ("0" is Monday) → periods, each [opening, closing] as "HH:MM".
    hours = models.JSONField(_("working hours"))
    #: Outside these days nothing was decided yet; deadlines say that they are provisional.
    covers_from = models.DateField(_("decided from"))
    covers_to = models.DateField(_("decided to"))
    decision = models.CharField(_("document"), max_length=200)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    objects = CalendarVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar version")
        verbose_name_plural = _("calendar versions")
        constraints = [
            models.UniqueConstraint("calendar", "number", name="calendar_version_is_numbered_once"),
            models.CheckConstraint(
                name="calendar_covers_a_period", condition=Q(covers_to__gte=F("covers_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar} · {self.number}"


class CalendarDay(models.Model):
    """A day that differs from its weekday, and the document that says so."""

    version = models.ForeignKey(
        CalendarVersion,
        models.CASCADE,  # a draft takes its days along; published ones cannot be deleted
        related_name="days",
        verbose_name=_("calendar version"),
    )
    date = models.DateField(_("date"))
    is_working = models.BooleanField(_("working day"))
    kind = models.CharField(_("kind"), max_length=10, choices=DayKind.choices)
    reason = models.CharField(_("reason"), max_length=200)
    reason_en = models.CharField(_("reason in English"), max_length=200)
    document_no = models.CharField(_("document number"), max_length=200)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        constraints = [
            models.UniqueConstraint("version", "date", name="calendar_says_each_day_once"),
            models.CheckConstraint(
                name="only_make_up_days_are_worked",
                condition=Q(is_working=True, kind=DayKind.MAKE_UP)
                | Q(is_working=False) & ~Q(kind=DayKind.MAKE_UP),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} · {self.reason}"
