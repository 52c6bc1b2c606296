from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caseflow.applications import evidence
from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import deed
from caseflow.applications.lifecycle.reception import rules_of, settlement_term
from caseflow.applications.models import Application
from caseflow.applications.refusals import refuse_bad_form
from caseflow.applications.states import Verb
from caseflow.applications.stories import Subject


def request_supplement(
    subject: Subject, *, actor: Actor, at: datetime, items: list[dict[str, str]]
) -> Application:
    with deed(Verb.REQUEST_SUPPLEMENT, subject, actor=actor, at=at) as done:
        done.facts = {"items": len(items), "defects": sorted(item["defect"] for item in items)}
        done.said = {"items": items}
        done.case.request_supplement()
    return done.case


def supply(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    text: str = "",
    form: Mapping[str, Any] | None = None,
) -> Application:
    """Back to where the supplement was requested; a corrected form replaces the declared one."""
    with deed(Verb.SUPPLY, subject, actor=actor, at=at) as done:
        case = done.case
        if case.received_at:
            done.facts = settlement_term(case, accepted_at=done.at)
        if form is not None:
            refuse_bad_form(rules_of(case.procedure_version_id), form)
            case.form = dict(form)
            case.declared_salt = evidence.new_salt()
            done.facts["declared"] = evidence.declared_digest(case)
        done.said = {"text": text} if text else None
        case.supply(due_at=done.facts.get("due_at"))
    return case
