"""What the applicant's own document store holds, and who of those at hand may use it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Draft
from caseflow.applications.refusals import InputRefused
from caseflow.applications.states import ApplicantKind
from citizens import store
from citizens.models import StoredDocument, StoredDocumentQuerySet
from citizens.store import Owner
from procedures.models import RequiredPaper


def store_open_to(
    actor: Actor, holder: Application | Draft, *, at: datetime
) -> StoredDocumentQuerySet:
    """A citizen's own store, and those of whom they represent; the applicant's to an office."""
    documents: StoredDocumentQuerySet = StoredDocument.objects.none()
    if actor.citizen_id is not None:
        documents = StoredDocument.objects.open_to(actor.citizen_id, on=office_day(at))
    elif actor.is_staff and isinstance(holder, Application):
        documents = store_of_applicant(holder)
    return documents.newest_first()


def store_of_applicant(case: Application) -> StoredDocumentQuerySet:
    owner = owner_of_store(case)
    return owner.documents() if owner else StoredDocument.objects.none()


def owner_of_store(case: Application) -> Owner | None:
    """Who declared all that a proven record says; a number alone opens nobody's store."""
    if case.applicant_id is not None:
        return Owner(person=case.applicant)
    return store.holder_called(
        case.applicant_identity,
        name=case.applicant_name,
        born=case.applicant_birth_date,
        is_organisation=case.applicant_kind == ApplicantKind.ORGANISATION,
    )


def office_day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())


def asked_although_stored(
    case: Application, items: Sequence[Mapping[str, str]], *, at: datetime
) -> int:
    """How many papers are asked for although the store has them, each with a reason.

    Raises `InputRefused` naming the first item that gives none (Decree 118/2025 art 22:
    valid digitised papers are reused).
    """
    asked = [item.get("paper") for item in items]
    found = stored_papers(case, [paper for paper in asked if paper], at=at)
    for place, item in enumerate(items):
        if item.get("paper") in found and not item.get("although_stored"):
            raise InputRefused(
                {
                    f"items.{place}.although_stored": [
                        _("The document store has this paper; say why it is asked for.")
                    ]
                }
            )
    return sum(paper in found for paper in asked)


def stored_papers(case: Application, papers: Sequence[str], *, at: datetime) -> set[str]:
    """Those of these papers of the procedure that lie in the applicant's store and are valid."""
    wanted = RequiredPaper.objects.filter(version=case.procedure_version_id, key__in=papers)
    kinds = dict(wanted.exclude(result_type="").values_list("key", "result_type"))
    if not kinds:
        return set()
    valid = store_of_applicant(case).valid(on=office_day(at))
    held = set(valid.filter(result_type__in=kinds.values()).values_list("result_type", flat=True))
    return {key for key, kind in kinds.items() if kind in held}
