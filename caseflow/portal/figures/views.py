"""The figures of the province for everybody; every page reads publications and nothing else."""

from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition

from caseflow.centers.models import AdministrativeUnit, ServiceCenter
from caseflow.portal.figures.doors import (
    asked_period,
    file_answer,
    kept_page,
    open_door,
)
from caseflow.publishing import catalogue, proving, reading
from caseflow.publishing.datasets import BY_NAME, COLUMNS, DATASETS, Dataset
from caseflow.publishing.figures import RATES, ratings
from caseflow.publishing.files import FORMATS, file_of, version_of
from caseflow.publishing.models import Publication
from caseflow.publishing.states import Kind, Table
from procedures.models import Procedure


@open_door
def province(request: HttpRequest) -> HttpResponse:
    return kept_page(request, "province.html", lambda: province_told(asked_period(request)))


def province_told(asked: str) -> dict[str, Any]:
    publications = reading.publications(Kind.MONTH)
    shown = chosen(publications, asked)
    told = {one.line.code: one for one in reading.lines_of(shown)} if shown else {}
    return {
        "title": _("Figures of the province"),
        "publications": publications,
        "shown": shown,
        "total": reading.total_of(shown) if shown else None,
        "ratings": ratings(shown.said) if shown else [],
        "communes": [(unit, told.get(unit.code)) for unit in communes()],
        "rates": RATES,
    }


def chosen(publications: list[Publication], asked: str) -> Publication | None:
    """The one of the period asked for, or the newest."""
    asked_for = [one for one in publications if one.period.code == asked]
    return next(iter(asked_for or publications), None)


def communes() -> list[AdministrativeUnit]:
    """Units of today with a centre, told or not: a name in the list says nothing of its files."""
    homes = ServiceCenter.objects.current().values("unit")
    return list(AdministrativeUnit.objects.current().filter(pk__in=homes).alphabetical())


@open_door
def commune(request: HttpRequest, code: str) -> HttpResponse:
    return kept_page(request, "one.html", lambda: commune_told(code))


def commune_told(code: str) -> dict[str, Any]:
    unit = get_object_or_404(AdministrativeUnit.objects.current(), code=code)
    told = one_told(Kind.MONTH, Table.PLACE, code)
    return told | {"title": unit.name, "named": unit, "is_commune": True}


@open_door
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    return kept_page(request, "one.html", lambda: procedure_told(code))


def procedure_told(code: str) -> dict[str, Any]:
    named = get_object_or_404(Procedure, code=code)
    told = one_told(Kind.QUARTER, Table.PROCEDURE, code)
    return told | {"title": named.name, "named": named}


def one_told(kind: Kind, table: Table, code: str) -> dict[str, Any]:
    """The newest period large, all of them below; None where it was withheld, or was nothing."""
    publications = reading.publications(kind)
    told = reading.told_of(table, code)
    history = [(publication, told.get(publication.number)) for publication in publications]
    return {"history": history, "newest": history[0] if history else None, "rates": RATES}


@open_door
def publication(request: HttpRequest, number: int) -> HttpResponse:
    return kept_page(request, "publication.html", lambda: publication_told(number))


def publication_told(number: int) -> dict[str, Any]:
    title = _("Publication %(number)s") % {"number": number}
    return {"title": title, "publication": found(number)}


def found(number: int) -> Publication:
    rows = Publication.objects.select_related("seal", "correction", "key")
    return get_object_or_404(rows, pk=number)


@open_door
def signed(request: HttpRequest, number: int) -> HttpResponse:
    """What the checking page and the checking program read."""
    content = orjson.dumps(proving.signed(found(number)))
    return file_answer(content, media_type="application/json", name=f"publication-{number}.json")


@open_door
def open_data(request: HttpRequest) -> HttpResponse:
    return kept_page(request, "open_data.html", open_data_told)


def open_data_told() -> dict[str, Any]:
    return {
        "title": _("Open data"),
        "datasets": DATASETS,
        "formats": FORMATS.values(),
        "columns": COLUMNS,
        "least": settings.PUBLISHING_LEAST_COUNT,
        "licence": {
            "name": settings.PUBLISHING_LICENCE_NAME,
            "url": settings.PUBLISHING_LICENCE_URL,
        },
    }


@open_door
def described(request: HttpRequest) -> HttpResponse:
    """The catalogue for machines."""
    told = catalogue.catalogue(
        title=_("Figures of the public-administration service centres"),
        publisher=catalogue.publisher_name(),
        address=request.build_absolute_uri(reverse("portal:open-data")),
    )
    content = orjson.dumps(told, option=orjson.OPT_INDENT_2)
    return file_answer(content, media_type="application/ld+json", name="catalogue.jsonld")


def version(request: HttpRequest, name: str, ending: str) -> str | None:
    dataset = BY_NAME.get(name)
    return None if dataset is None else f'"{version_of(dataset, FORMATS[ending])}"'


@open_door
@condition(etag_func=version)
def data_file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    dataset: Dataset | None = BY_NAME.get(name)
    if dataset is None:
        raise Http404
    format = FORMATS[ending]
    content = file_of(dataset, format)
    return file_answer(content, media_type=format.media_type, name=f"{name}.{ending}")
