"""The papers of a case as the desk shows them, and the form by which a clerk attaches more."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from caseflow.applications import papers as taking
from caseflow.applications.actors import Actor
from caseflow.applications.models import Application, Document
from caseflow.applications.papers import Scan, checking, kinds
from caseflow.applications.permissions import may
from caseflow.applications.states import Check, Source, Verb
from caseflow.issuing import scans
from caseflow.issuing.models import SignedScan
from caseflow.verdicts.examining import verdicts_of
from caseflow.verdicts.wording import Told, told

WARNINGS = {
    "damaged": _("the file may be damaged"),
    "encrypted": _("the file is locked with a password"),
    "repeated": _("the same file came before"),
    "coarse": _("scanned too coarsely to be kept as a record"),
}
SHOWN = (kinds.PDF, *kinds.PHOTOGRAPHS)


@dataclass(frozen=True, slots=True)
class Paper:
    document: Document
    name: str
    facts: list[str]
    warnings: list[str]
    #: Why nobody gets the file now; empty where it may be opened.
    withheld: str
    #: What its signatures are worth; None while that is found out, and for what is no PDF.
    verdict: Told | None
    #: Of a scan: as who made it signed it, or why not; None where that has still to be done.
    scan: SignedScan | None

    @property
    def is_open(self) -> bool:
        return bool(self.document.file) and not self.withheld

    @property
    def has_preview(self) -> bool:
        return self.is_open and is_shown(self.document)


def shown(
    case: Application, documents: Iterable[Document], names: Mapping[str, str], actor: Actor
) -> list[Paper]:
    documents = list(documents)
    verdicts = verdicts_of(case, documents)
    signed = scans.signed_among(documents)
    return [
        Paper(
            document,
            names.get(document.paper) or gettext("another paper"),
            facts_of(document),
            [str(WARNINGS.get(kind, kind)) for kind in document.warnings],
            why_withheld(document, actor),
            told(verdicts[document.pk]) if document.pk in verdicts else None,
            signed.get(document.pk),
        )
        for document in documents
    ]


def facts_of(document: Document) -> list[str]:
    facts = [str(document.get_source_display())]
    if document.is_erased:
        return [*facts, gettext("erased")]
    if document.source == Source.DATA:
        return [*facts, document.data_source, document.statement]
    if document.pages:
        counted = ngettext("%(count)d page", "%(count)d pages", document.pages)
        facts.append(counted % {"count": document.pages})
    if document.resolution:
        facts.append(f"{document.resolution} dpi")
    if document.check_state == Check.UNCHECKED:
        facts.append(str(Check.UNCHECKED.label))
    return facts


def why_withheld(document: Document, actor: Actor) -> str:
    try:
        checking.refuse_unless_clean(document, asked_by=actor.user_id)
    except taking.PaperWithheld as withheld:
        return str(withheld)
    return ""


def is_shown(document: Document) -> bool:
    return document.content_type in SHOWN and "encrypted" not in document.warnings


def may_attach(actor: Actor, case: Application) -> bool:
    return may(actor, Verb.ATTACH, case) and can_proceed(case.attach)


class AttachForm(forms.Form):
    """One way to attach: files, a paper of the store (`reuse`), or a word that data have it."""

    paper = forms.ChoiceField(label=_("Paper"))
    scanned = forms.BooleanField(
        label=_("Scanned here from the original"), required=False, initial=True
    )
    resolution = forms.IntegerField(
        label=_("Resolution (dpi)"), required=False, min_value=50, max_value=2400, initial=300
    )
    reuse = forms.IntegerField(required=False)
    data_source = forms.CharField(label=_("Which data"), max_length=200, required=False)
    statement = forms.CharField(
        label=_("What they say"), max_length=2000, required=False, widget=forms.Textarea
    )

    def __init__(self, papers: Iterable[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given, label_suffix="")
        self.fields["paper"].choices = list(papers)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        if sent.get("scanned") and not sent.get("resolution"):
            self.add_error(
                "resolution", gettext("Give the resolution of the scan in dots per inch.")
            )
        return sent

    @property
    def scan(self) -> Scan | None:
        sent = self.cleaned_data
        return Scan(sent["resolution"]) if sent["scanned"] else None


@dataclass(slots=True)
class Outcome:
    """What was attached, and what hinders the rest, in words for the page."""

    taken: list[Document] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def attach(
    case: Application,
    form: AttachForm,
    files: Sequence["File[bytes]"],
    *,
    actor: Actor,
    at: datetime,
) -> Outcome:
    """What the form brings; pictures chosen together become one paper, other files stay apart.

    One file that cannot be taken does not keep the others away.
    """
    outcome = Outcome()
    todo = deeds_of(form, files)
    if not todo:
        outcome.refusals.append(gettext("Choose at least one file."))
    for named, deed in todo:
        try:
            taken = deed(case, paper=form.cleaned_data["paper"], actor=actor, at=at)
        except taking.PaperRefused as refused:
            outcome.refusals.append(f"{named}: {refused}" if named else str(refused))
        except taking.PaperTooLarge:
            too_large = gettext("The file is too large.")
            outcome.refusals.append(f"{named}: {too_large}")
        else:
            outcome.taken.append(taken)
    return outcome


def deeds_of(
    form: AttachForm, files: Sequence["File[bytes]"]
) -> list[tuple[str, Callable[..., Document]]]:
    """What is to be done, each with the name of its file."""
    sent = form.cleaned_data
    if sent["reuse"]:
        return [("", partial(reused, stored=sent["reuse"]))]
    if sent["data_source"]:
        said = {"data": sent["data_source"], "statement": sent["statement"]}
        return [("", partial(taking.state_in_data, **said))]
    pictures = [file for file in files if kinds.is_photograph(file)]
    bound = [(name_of(pictures[0]), partial(bound_attached, form, pictures))] if pictures else []
    others = [file for file in files if file not in pictures]
    return [*bound, *((name_of(file), partial(file_attached, form, file)) for file in others)]


def name_of(file: "File[bytes]") -> str:
    return kinds.plain_name(file.name or "")


def reused(case: Application, *, stored: int, **deed: Any) -> Document:
    return taking.reuse(case, stored, **deed)


def bound_attached(
    form: AttachForm, pictures: Sequence["File[bytes]"], case: Application, **deed: Any
) -> Document:
    return taking.attach_photographs(case, pictures, scan=form.scan, **deed)


def file_attached(
    form: AttachForm, file: "File[bytes]", case: Application, **deed: Any
) -> Document:
    return taking.attach(case, file, scan=form.scan, **deed)
