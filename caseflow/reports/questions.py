"""What can be asked of the figures: each report by the question it answers, for the home page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Group(TextChoices):
    TIME = "time", _("Time and lateness")
    WORK = "work", _("Work of the offices")
    SCORES = "scores", _("Scores and targets")
    TRUST = "trust", _("How far the figures can be trusted")


@dataclass(frozen=True, slots=True)
class Question:
    """`address` names the report's page, as `reverse` wants it."""

    address: str
    name: Promise
    question: Promise
    group: Group


QUESTIONS = (
    Question(
        "scorecards:card",
        _("Scorecard of Decision 766"),
        _("How many points were reached and lost, and which files lost them?"),
        Group.SCORES,
    ),
    Question(
        "reports:indicators",
        _("Indicators"),
        _("What are all the rates of a place and a period, and what do they count?"),
        Group.SCORES,
    ),
    Question(
        "scorecards:targets",
        _("Targets"),
        _("What was promised until when, what is reached, and how much less time and cost?"),
        Group.SCORES,
    ),
    Question(
        "scorecards:lights",
        _("Traffic lights of Resolution 57"),
        _("Which communes are green, and by which evidence?"),
        Group.SCORES,
    ),
    Question(
        "scorecards:published",
        _("Published figures"),
        _("What does the press print, and where does it contradict itself or us?"),
        Group.SCORES,
    ),
    Question(
        "scorecards:coverage",
        _("Coverage"),
        _("Which communes work with the system, and who helps there?"),
        Group.WORK,
    ),
    Question(
        "reports:late-risk",
        _("At risk of lateness"),
        _("Which files are due within a few days, at whose desk, and why do they wait?"),
        Group.TIME,
    ),
    Question(
        "reports:lateness",
        _("Lateness and its causes"),
        _("Which files ended late, and who had them when they became due?"),
        Group.TIME,
    ),
    Question(
        "reports:bottlenecks",
        _("Bottlenecks"),
        _("In which step do files wait longest, and at which office?"),
        Group.TIME,
    ),
    Question(
        "reports:ageing",
        _("Age of open files"),
        _("How long have open files been here, and who has them?"),
        Group.WORK,
    ),
    Question(
        "reports:workload",
        _("Workload"),
        _("How much is open and done, by office and by person?"),
        Group.WORK,
    ),
    Question(
        "reports:data-quality",
        _("Quality of data"),
        _("Which files lack a due date, a fee status or a result file?"),
        Group.TRUST,
    ),
    Question(
        "reports:subscriptions",
        _("Reports by e-mail"),
        _("Which reports shall come by themselves, and how often?"),
        Group.WORK,
    ),
    Question(
        "reports:processing-time",
        _("Processing time"),
        _("How long do files take, where does the time go, and is it getting better?"),
        Group.TIME,
    ),
    Question(
        "event-logs",
        _("Event logs"),
        _("What do the whole courses of files show in a process-mining tool?"),
        Group.TRUST,
    ),
    Question(
        "reports:filing-quality",
        _("Quality of filing data"),
        _("Which filings contradict themselves?"),
        Group.TRUST,
    ),
    Question(
        "publishing:publications",
        _("Publications of our figures"),
        _("What was given to the public, and from which state of the record?"),
        Group.TRUST,
    ),
    Question(
        "reports:certificates",
        _("Certificates"),
        _("Who can sign, and which offices cannot?"),
        Group.TRUST,
    ),
)


def by_group() -> Iterator[tuple[Group, list[Question]]]:
    """Groups that have a report, in their order."""
    for group in Group:
        if found := [question for question in QUESTIONS if question.group == group]:
            yield group, found
