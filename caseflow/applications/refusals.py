"""Why a deed is refused: the rule, a sentence, and what is possible instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from caseflow.applications.models import Application
from caseflow.applications.states import State, Verb
from procedures.models import ProcedureVersion
from procedures.validation import form_errors


class DeedRefused(Exception):
    """The machine or a legal rule refuses; trying again changes nothing until the case moves.

    `rule` is its code, `message` says what it forbids, `instead` what would be possible.
    """

    def __init__(
        self, rule: str, message: str | Promise, *, case: Application, instead: str | Promise = ""
    ) -> None:
        super().__init__(str(message))
        self.rule = rule
        self.message = message
        self.instead = instead
        self.case = case


class InputRefused(Exception):
    """What was sent does not fit this case; `fields` says what to mend, by path."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class FilingRefused(InputRefused):
    """The application cannot be taken as sent; `fields` names what to mend."""


class KeyReused(Exception):
    """The idempotency key was used before, for something else."""


def refuse_unless_possible(case: Application, verb: Verb) -> None:
    """Raises `DeedRefused` with the first rule that forbids this verb now."""
    refuse_on_erased(case)
    method = getattr(case, verb)
    if not can_proceed(method, check_conditions=False):
        raise DeedRefused(
            "state",
            _("“%(verb)s” is not possible while the application is “%(state)s”.")
            % {"verb": Verb(verb).label, "state": case.get_state_display()},
            case=case,
            instead=_("It is possible while the application is: %(states)s.")
            % {"states": ", ".join(sources_of(method))},
        )
    for condition in method._django_fsm.get_transition(case.state).conditions:
        if not condition(case):
            raise DeedRefused(
                condition.code, condition.message, case=case, instead=condition.instead
            )


def refuse_on_erased(case: Application) -> None:
    if case.erased_at:
        raise DeedRefused(
            "erased",
            _("The personal content of this application was erased; it is closed for good."),
            case=case,
            instead=_("File a new application."),
        )


def sources_of(method: Any) -> list[str]:
    sources = method._django_fsm.transitions
    return [str(state.label) for state in State if state in sources]


def possible_verbs(case: Application, verbs: Sequence[Verb]) -> list[Verb]:
    if case.erased_at:
        return []
    return [verb for verb in verbs if can_proceed(getattr(case, verb))]


def refuse_bad_form(version: ProcedureVersion, form: Mapping[str, Any]) -> None:
    if errors := form_errors(version, form):
        raise FilingRefused(
            {f"form.{path}" if path else "form": said for path, said in errors.items()}
        )
