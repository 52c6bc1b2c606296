"""Accounts of the demonstration: seven to try the product with, and the staff of every office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet

from caseflow.accounts.models import Role, User
from caseflow.applications.models import Competence
from caseflow.centers.models import (
    AdministrativeUnit,
    Agency,
    DigitalTeam,
    Officer,
    ServiceCenter,
    TeamMember,
)
from caseflow.centers.states import AgencyKind
from citizens.models import Citizen
from procedures.models import Procedure
from procedures.states import Level
from seeds.agencies import PROVINCE
from seeds.demonstration import names

PASSWORD = "caseflow"  # noqa: S105 (the published password of accounts that hold nothing real)
#: Phường Việt Trì, where the demonstration's clerk, officer and leader work.
COMMUNE = "07900"


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    role: Role
    family: str
    given: str
    title: str = ""


MAI = names.Person("Lò Thị Quỳnh Mai", "025184000123", date(1984, 5, 6))
ACCOUNTS = (
    Account("citizen", Role.CITIZEN, "Lò", "Thị Quỳnh Mai"),
    Account("clerk", Role.CLERK, "Nguyễn", "Mẫu Tiếp Nhận", "Công chức tiếp nhận hồ sơ"),
    Account("officer", Role.OFFICER, "Trần", "Mẫu Thẩm Định", "Chuyên viên"),
    Account("leader", Role.LEADER, "Lê", "Mẫu Phê Duyệt", "Chủ tịch Ủy ban nhân dân"),
    Account("helper", Role.CITIZEN, "Hoàng", "Mẫu Hỗ Trợ"),
    Account("supervisor", Role.SUPERVISOR, "Phạm", "Mẫu Giám Sát"),
    Account("admin", Role.ADMIN, "Vũ", "Mẫu Quản Trị"),
)
#: Others with an account of their own, whose files stand beside hers.
NEIGHBOURS = 8
#: Who works at every office beside them: role, number of people, title.
CENTER_STAFF = (
    (Role.CLERK, 2, "Công chức tiếp nhận hồ sơ"),
    (Role.OFFICER, 2, "Chuyên viên"),
    (Role.LEADER, 1, "Giám đốc trung tâm"),
)
DEPARTMENT_STAFF = ((Role.OFFICER, 2, "Chuyên viên"), (Role.LEADER, 1, "Giám đốc sở"))

#: Field of government → the department that decides what communes do not.
DEPARTMENTS = {
    "Đất đai": "H44.006",
    "Lý lịch tư pháp": "H44.016",
    "Hộ tịch": "H44.003",
    "Chứng thực": "H44.003",
    "Bảo trợ xã hội": "H44.011",
    "Hoạt động xây dựng": "H44.007",
    "Quản lý chất lượng nông lâm sản và thủy sản": "H44.006",
    "Đăng ký, quản lý cư trú": "H44.016",
}


@transaction.atomic
def load() -> dict[str, int]:
    """Everybody at once, or nobody."""
    open_accounts()
    return {
        "citizens": settle(),
        "staff": hire(),
        "digital teams": gather_teams(),
        "competences": name_deciders(),
        "telephones": give_telephones(),
    }


def open_accounts() -> None:
    center = demonstration_center()
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(user_of(account, password) for account in ACCOUNTS)
    Officer.objects.bulk_create(
        Officer(user=user, agency=center, title=account.title)
        for user, account in zip(users, ACCOUNTS, strict=True)
        if account.title
    )


def settle() -> int:
    """Citizens with proven identity: Mai, and neighbours as whom nobody can log in."""
    dice = Random(COMMUNE)  # noqa: S311 (the same people in every load)
    neighbours = {f"citizen-{number}": names.person(dice) for number in range(1, NEIGHBOURS + 1)}
    User.objects.bulk_create(
        unreachable(username, Role.CITIZEN, person) for username, person in neighbours.items()
    )
    people = {"citizen": MAI} | neighbours
    accounts = User.objects.in_bulk(list(people), field_name="username")
    Citizen.objects.bulk_create(
        Citizen(
            identity_number=person.identity_number,
            full_name=person.full_name,
            date_of_birth=person.born_on,
            account=accounts[username],
        )
        for username, person in people.items()
    )
    return len(people)


def demonstration_centers() -> QuerySet[ServiceCenter]:
    """The one there is, once the reference data are loaded."""
    centers: QuerySet[ServiceCenter] = ServiceCenter.objects.current()
    return centers.filter(unit__code=COMMUNE, unit__valid_to=None)


def demonstration_center() -> ServiceCenter:
    return demonstration_centers().get()


def user_of(account: Account, password: str) -> User:
    return User(
        username=account.username,
        role=account.role,
        last_name=account.family,
        first_name=account.given,
        # A name that leads nowhere, so that a demonstration never mails a person.
        email=f"{account.username}@caseflow.example",
        password=password,
        is_staff=account.role != Role.CITIZEN,
        is_superuser=account.role == Role.ADMIN,
    )


def hire() -> int:
    """Staff of every centre and department; nobody can log in as one of them."""
    posts = list(posts_of_all())
    User.objects.bulk_create(post.user for post in posts)
    Officer.objects.bulk_create(posts)
    return len(posts)


def posts_of_all() -> Iterator[Officer]:
    offices = Agency.objects.of_province(PROVINCE).current().order_by("code")
    for office in offices.filter(kind=AgencyKind.SERVICE_CENTER):
        yield from posts_of(office, CENTER_STAFF)
    for office in offices.filter(kind=AgencyKind.DEPARTMENT):
        yield from posts_of(office, DEPARTMENT_STAFF)


def posts_of(office: Agency, staff: tuple[tuple[Role, int, str], ...]) -> Iterator[Officer]:
    dice = Random(office.code)  # noqa: S311 (the same names in every load)
    for role, count, title in staff:
        for number in range(1, count + 1):
            suffix = f"-{number}" if number > 1 else ""
            user = unreachable(f"{role}-{office.code}{suffix}", role, names.person(dice))
            yield Officer(user=user, agency=office, title=title)


def unreachable(username: str, role: Role, person: names.Person) -> User:
    """An account without a password."""
    family, _space, given = person.full_name.partition(" ")
    return User(
        username=username,
        role=role,
        last_name=family,
        first_name=given,
        password=make_password(None),
        is_staff=role != Role.CITIZEN,
    )


def gather_teams() -> int:
    """One per commune, as the press counts them; the members are our guess."""
    communes = AdministrativeUnit.objects.communes().current().filter(parent__code=PROVINCE)
    teams = [
        DigitalTeam(unit=unit, name=f"Tổ công nghệ số cộng đồng {unit.name}", member_count=7)
        for unit in communes
    ]
    DigitalTeam.objects.bulk_create(teams)
    TeamMember.objects.create(
        team=DigitalTeam.objects.get(unit__code=COMMUNE, unit__valid_to=None),
        user=User.objects.get(username="helper"),
        valid_from=date(2025, 7, 1),
    )
    return len(teams)


def name_deciders() -> int:
    """Who decides the procedures that belong to the province and not to its communes."""
    departments = {agency.code: agency for agency in Agency.objects.filter(unit__code=PROVINCE)}
    provincial = Procedure.objects.carried_out_at(Level.PROVINCE)
    rows = [
        Competence(procedure=procedure, agency=departments[DEPARTMENTS[procedure.field]])
        for procedure in provincial.exclude(levels__contains=[Level.COMMUNE])
        if procedure.field in DEPARTMENTS
    ]
    Competence.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def give_telephones() -> int:
    """Numbers that say of themselves that they are made up; slips print whom to ask."""
    agencies = list(Agency.objects.current().of_province(PROVINCE).order_by("pk"))
    for number, agency in enumerate(agencies, 1):
        agency.phone = f"0210 000 {number:04} (mẫu)"
    return Agency.objects.bulk_update(agencies, ["phone"])
