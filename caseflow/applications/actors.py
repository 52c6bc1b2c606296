from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from caseflow.accounts.models import OFFICE_ROLES, Role, User
from caseflow.centers.delegations import mandates_on
from caseflow.centers.models import Officer
from citizens.models import Citizen, Principal, Representation

SYSTEM = "system"
#: Who files with the code of the person whose file it is.
HELPER = "helper"


@dataclass(frozen=True, slots=True)
class Mandate:
    """The right to sign for the leader of an agency, by a written delegation in force."""

    agency_id: int
    leader_id: int
    document: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a deed, in which role, from which office."""

    user_id: int | None
    role: str
    unit: str = ""
    office_ids: tuple[int, ...] = ()
    citizen_id: int | None = None
    #: The proven identity number of a citizen.
    identity: str = ""
    born: date | None = None
    #: For whom a citizen may act on the day that was asked about; see `acting_on`.
    principals: tuple[Principal, ...] = ()
    #: For whom this person may sign today.
    mandates: tuple[Mandate, ...] = ()

    @classmethod
    def system(cls, follower: str) -> Self:
        return cls(user_id=None, role=SYSTEM, unit=follower)

    @classmethod
    def of(cls, user: User | AnonymousUser, *, on: date | None = None) -> Self:
        """The actor behind an account: at most one query, none for who came with a token.

        Delegations of signing are those in force on that day, today unless it is said.
        """
        if isinstance(user, AnonymousUser):
            return cls(user_id=None, role="")
        if user.role in OFFICE_ROLES:
            day = on or timezone.localdate(timezone=timezone.get_default_timezone())
            post = Officer.objects.of(user).annotate(mandates=mandates_on(day)).first()
            if post:
                mandates = tuple(Mandate(**held) for held in vars(post)["mandates"])
                offices = post.office_ids()
                return cls(user.pk, user.role, post.agency.code, offices, mandates=mandates)
        if user.role == Role.CITIZEN:
            citizen: Citizen | None = getattr(user, "citizen", None)
            if citizen:
                return cls(
                    user.pk,
                    user.role,
                    citizen_id=citizen.pk,
                    identity=citizen.identity_number,
                    born=citizen.date_of_birth,
                )
        return cls(user.pk, user.role)

    def acting_on(self, day: date) -> Self:
        """With the people and organisations a citizen may act for; one query for citizens."""
        if self.citizen_id is None:
            return self
        principals = Representation.objects.principals(self.citizen_id, on=day)
        return replace(self, principals=tuple(principals))

    def mandate_at(self, agency_id: int) -> Mandate | None:
        return next((held for held in self.mandates if held.agency_id == agency_id), None)

    @property
    def account(self) -> int:
        """The key of the account that acts; the system has none."""
        if self.user_id is None:
            raise LookupError(f"{self.role} {self.unit} acts without an account")
        return self.user_id

    @property
    def sees_everything(self) -> bool:
        return self.role in (SYSTEM, Role.SUPERVISOR, Role.ADMIN)

    @property
    def is_staff(self) -> bool:
        return self.role in OFFICE_ROLES
