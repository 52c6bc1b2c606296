"""Who is told about a file, where, and by which ways."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.conf import settings

from caseflow.accounts.models import Role, User
from caseflow.applications.models import Application
from caseflow.applications.states import Assistance
from caseflow.notices.models import Preference, PushSubscription
from caseflow.notices.states import Channel, Recipient


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be told; `account` is missing for who has none."""

    kind: Recipient
    account: int | None
    email: str
    phone: str
    preference: Preference | None = None
    has_browser: bool = False

    @property
    def language(self) -> str:
        return self.preference.language if self.preference else settings.LANGUAGE_CODE

    def address(self, channel: Channel) -> str:
        """A browser is found by its account, not by an address."""
        return {Channel.EMAIL: self.email, Channel.SMS: self.phone}.get(channel, "")


def recipients_of(case: Application) -> list[Person]:
    """The applicant, and who filed for them by right; a mere helper is told nothing.

    `case` comes with `applicant__account` and `submitted_by`.
    """
    account = case.applicant.account if case.applicant else None
    email = case.applicant_email or (account.email if account else "")
    people = [
        Person(Recipient.APPLICANT, account.pk if account else None, email, case.applicant_phone)
    ]
    submitter = case.submitted_by
    if submitter and acts_by_right(case, submitter) and submitter != account:
        people.append(Person(Recipient.SUBMITTER, submitter.pk, submitter.email, ""))
    return with_preferences(people)


def acts_by_right(case: Application, submitter: User) -> bool:
    return submitter.role == Role.CITIZEN and case.assistance == Assistance.SELF


def staff(users: Iterable[User]) -> list[Person]:
    return with_preferences([Person(Recipient.STAFF, user.pk, user.email, "") for user in users])


def with_preferences(people: list[Person]) -> list[Person]:
    accounts = [person.account for person in people if person.account]
    chosen = Preference.objects.in_bulk(accounts, field_name="account_id") if accounts else {}
    shown = with_browsers(accounts)
    return [
        replace(person, preference=chosen.get(person.account), has_browser=person.account in shown)
        for person in people
    ]


def with_browsers(accounts: Collection[int]) -> set[int]:
    if Channel.PUSH not in settings.NOTICES_BACKENDS:
        return set()
    browsers = PushSubscription.objects.filter(account__in=accounts)
    return set(browsers.values_list("account", flat=True))


def ways_to(person: Person, *, required: bool) -> list[Channel]:
    """What they chose, else an e-mail, else a text message. What the law wants told finds a way
    past their choice where there is an address."""
    ways = chosen_ways(person)
    if required and not {Channel.EMAIL, Channel.SMS} & set(ways):
        ways += first_address(person)
    return ([Channel.IN_APP] if person.account else []) + ways


def chosen_ways(person: Person) -> list[Channel]:
    """Who let a browser show messages has chosen it by that."""
    chosen = person.preference
    push = [Channel.PUSH] if person.has_browser and (chosen is None or chosen.push) else []
    if chosen is None:
        return first_address(person) + push
    wishes = {Channel.EMAIL: chosen.email, Channel.SMS: chosen.sms}
    ways = [channel for channel, wished in wishes.items() if wished and person.address(channel)]
    return ways + push


def first_address(person: Person) -> list[Channel]:
    found = [way for way in (Channel.EMAIL, Channel.SMS) if person.address(way)]
    return found[:1]
