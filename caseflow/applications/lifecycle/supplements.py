"""One request for what is missing or wrong, and an answer that corrects just that."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from caseflow.applications import deadlines, evidence, supplements
from caseflow.applications.actors import Actor
from caseflow.applications.lifecycle.deeds import Deed, deed, facts_of
from caseflow.applications.lifecycle.periods import supplied_term
from caseflow.applications.lifecycle.reception import is_late_reception
from caseflow.applications.models import Application
from caseflow.applications.refusals import DeedRefused, refuse_bad_form
from caseflow.applications.rules import rules_of
from caseflow.applications.states import Verb
from caseflow.applications.stored import asked_although_stored
from caseflow.applications.stories import Story, Subject
from caseflow.applications.supplements import OTHER_PAPER, Asked
from caseflow.centers.calendars import working_time_for


def request_supplement(
    subject: Subject, *, actor: Actor, at: datetime, items: list[dict[str, str]]
) -> Application:
    """`items` name papers and fields of the procedure's version, each with defect and text.

    A paper that lies in the applicant's document store needs a reason in `although_stored`.
    """
    with deed(Verb.REQUEST_SUPPLEMENT, subject, actor=actor, at=at) as done:
        supplements.refuse_unknown_parts(done.case.procedure_version_id, items)
        done.facts = {
            "items": len(items),
            "defects": sorted(item["defect"] for item in items),
            "late": is_late(done),
            **Asked.by(items).facts(),
        }
        # A story is told of a time without stores.
        if not isinstance(subject, Story):
            needless = asked_although_stored(done.case, items, at=done.at)
            done.facts["asked_although_stored"] = needless
        done.said = {"items": items}
        done.case.request_supplement()
    return done.case


def is_late(done: Deed) -> bool:
    """Past the reception clock, or, once received, past the term for this notice (art 19(5))."""
    case = done.case
    if case.received_at is None:
        return is_late_reception(done)
    calendar = working_time_for(case.receiving_center_id)
    term = deadlines.supplement_notice(calendar, case.received_at, under=deadlines.policy())
    return done.at > term.due_at


def supply(
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    text: str = "",
    fields: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
) -> Application:
    """Back to where the supplement was requested, with just the asked parts corrected.

    `fields` maps paths of the form to their new values; a whole `form` may differ only there.
    Asked papers were attached meanwhile. Before and after are kept as words of the event.
    Who corrects must correct all of it; without a correction ("brought to the counter") it is
    taken, and what is not here is recorded as missing for the office to judge.
    """
    with deed(Verb.SUPPLY, subject, actor=actor, at=at) as done:
        case, asked = done.case, asked_last(done)
        done.facts = supplied_term(done)
        said: dict[str, Any] = {"text": text} if text else {}
        answered = correct_form(done, said, asked, fields or {}, form)
        if asked:
            came = papers_since_request(done)
            missing = missing_parts(case, asked, answered, came)
            if missing and answered:
                refuse_incomplete(case, missing)
            done.facts |= {
                "fields": sorted(answered),
                "papers": sorted(set(came)),
                "missing": missing,
            }
        done.said = said
        case.supply(
            due_at=done.facts.get("due_at"), reception_due_at=done.facts.get("reception_due_at")
        )
    return case


def asked_last(done: Deed) -> Asked | None:
    request = done.last(Verb.REQUEST_SUPPLEMENT)
    return Asked.told(facts_of(request)) if request else None


def correct_form(
    done: Deed,
    said: dict[str, Any],
    asked: Asked | None,
    fields: Mapping[str, Any],
    form: Mapping[str, Any] | None,
) -> list[str]:
    """The paths that were answered; what changed is said, and the declared digest renewed."""
    if not fields and form is None:
        return []
    case = done.case
    before = case.form
    after = supplements.corrected(before if form is None else form, fields)
    changed = list(supplements.changes(before, after))
    if asked:
        supplements.refuse_unasked_fields(asked, fields, where="fields")
        names = [change.field for change in changed]
        supplements.refuse_unasked_fields(asked, names, where="form")
    refuse_bad_form(rules_of(case.procedure_version_id), after)
    case.form = after
    case.declared_salt = evidence.new_salt()
    done.facts["declared"] = evidence.declared_digest(case)
    if changed:
        said["changes"] = [asdict(change) for change in changed]
    return sorted({*fields, *(change.field for change in changed)})


def papers_since_request(done: Deed) -> list[str]:
    came: list[str] = []
    for verb, facts in since_request(done):
        if verb == Verb.ATTACH:
            came.append(facts["paper"])
    return came


def since_request(done: Deed) -> Iterator[tuple[str, dict[str, Any]]]:
    request = done.last(Verb.REQUEST_SUPPLEMENT)
    has_passed = False
    for link in done.chain:
        if has_passed:
            yield link.verb, facts_of(link)
        has_passed = has_passed or link is request


def missing_parts(
    case: Application, asked: Asked, answered: list[str], came: list[str]
) -> list[str]:
    return [
        *supplements.missing_papers(asked, case.procedure_version_id, came),
        *supplements.missing_fields(asked, answered),
    ]


def refuse_incomplete(case: Application, missing: list[str]) -> None:
    parts = supplements.parts_of(case.procedure_version_id)
    raise DeedRefused(
        "supplement_incomplete",
        _("Still missing of what was asked: %(parts)s.")
        % {"parts": ", ".join(map(parts.named, missing))},
        case=case,
        instead=_("Attach the papers and give the fields that were asked for, all at once."),
    )


def refuse_unasked_paper(done: Deed, paper: str) -> None:
    asked = asked_last(done)
    if asked is None or paper in asked.papers:
        return
    wanted = ", ".join(key for key in asked.papers if key != OTHER_PAPER)
    raise DeedRefused(
        "paper_not_asked",
        _("While a supplement is awaited, only the papers asked for are taken."),
        case=done.case,
        instead=_("Papers asked for: %(papers)s.") % {"papers": wanted or "—"},
    )
