"""Papers that come signed are examined once, off the path of whoever sent them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from caseflow.applications.models import Application, Document
from caseflow.applications.papers.kinds import PDF
from caseflow.verdicts.models import Examination
from procedures.models import RequiredPaper
from signatures import registered, verifying
from signatures.states import Finding
from signatures.verdicts import Verdict
from signatures.words import Unexamined

#: Of a file and of what it is handed in as.
Key = tuple[str, bool]


def examine_papers(case: Application, *, at: datetime) -> int:
    """Those that nobody examined yet; may be repeated after an interruption at any point."""
    papers, official = pdfs(case.documents.all()), official_papers(case)
    known, made = set(kept(papers, official)), 0
    for paper in papers:
        key = (paper.sha256, paper.paper in official)
        if key not in known:
            keep(key, verdict_of(paper, official=key[1], at=at), at=at)
            known.add(key)
            made += 1
    return made


def pdfs(documents: Iterable[Document]) -> list[Document]:
    return [one for one in documents if one.file and one.content_type == PDF]


def official_papers(case: Application) -> set[str]:
    """Keys of the papers that are results of an authority, by the procedure's version."""
    asked = RequiredPaper.objects.filter(version=case.procedure_version_id)
    return set(asked.exclude(result_type="").values_list("key", flat=True))


def kept(papers: Iterable[Document], official: set[str]) -> dict[Key, Examination]:
    wanted = {(paper.sha256, paper.paper in official) for paper in papers}
    rows = Examination.objects.filter(sha256__in={digest for digest, _ in wanted})
    return {key: row for row in rows if (key := (row.sha256, row.official)) in wanted}


def verdict_of(paper: Document, *, official: bool, at: datetime) -> Verdict:
    if paper.size > settings.SIGNATURES_VERIFY_MEGABYTES * 1024 * 1024:
        return verifying.unread(paper.sha256, Unexamined.TOO_LARGE)
    with paper.file.open("rb") as file:
        content = file.read()
    # Most papers are pictures of paper: no process is started for them.
    if verifying.SIGNED not in content:
        return Verdict(finding=Finding.UNSIGNED, digest=paper.sha256)
    return verifying.verify(content, at=at, official=official)


def keep(key: Key, verdict: Verdict, *, at: datetime) -> None:
    facts = json.loads(json.dumps(asdict(verdict), cls=DjangoJSONEncoder))
    row = Examination(
        sha256=key[0], official=key[1], finding=verdict.finding, facts=facts, examined_at=at
    )
    Examination.objects.bulk_create([row], ignore_conflicts=True)


def verdicts_of(case: Application, papers: Iterable[Document]) -> Mapping[int, Examination]:
    """By the key of the paper; nothing of papers that still wait, or are no PDF."""
    return dict(found(case, pdfs(papers)))


def found(case: Application, papers: list[Document]) -> Iterator[tuple[int, Examination]]:
    digests = {paper.sha256 for paper in papers}
    examined = list(Examination.objects.filter(sha256__in=digests)) if papers else []
    if not examined:
        return
    official = official_papers(case)
    rows = {(row.sha256, row.official): row for row in examined}
    withdrawn = registered.withdrawn(ours(rows.values()))
    for paper in papers:
        if row := rows.get((paper.sha256, paper.paper in official)):
            if row.sha256 in withdrawn:
                row.finding = Finding.WITHDRAWN
            yield paper.pk, row


def ours(rows: Iterable[Examination]) -> list[str]:
    """Documents of our own register may have been withdrawn since."""
    return [row.sha256 for row in rows if row.facts["registered"]]
