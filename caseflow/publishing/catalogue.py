"""The open-data catalogue in the words of DCAT 3 (W3C), as JSON-LD.

Language tags say which text is in which language; both stand in one document.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from caseflow.publishing.datasets import DATASETS, Column, Dataset, newest
from caseflow.publishing.files import FORMATS, Format, file_of
from caseflow.sealing.figures import provinces

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def catalogue(*, title: Promise, publisher: str, address: str) -> dict[str, Any]:
    """`address` is that of the catalogue's page, with its slash."""
    return {
        "@context": CONTEXT,
        "@id": address,
        "@type": "dcat:Catalog",
        "dct:title": in_both(title),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "dct:license": {"@id": settings.PUBLISHING_LICENCE_URL},
        "dct:language": [code for code, _name in settings.LANGUAGES],
        "dcat:dataset": [described(dataset, address) for dataset in DATASETS],
    }


def publisher_name() -> str:
    """Of the provinces whose offices work with this system."""
    return ", ".join(provinces().order_by("sort_key").values_list("name", flat=True))


def described(dataset: Dataset, address: str) -> dict[str, Any]:
    published = newest(dataset)
    issued = {} if published is None else {"dct:modified": moment(published.published_at)}
    return issued | {
        "@id": f"{address}#{dataset.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": in_both(dataset.title),
        "dct:description": in_both(dataset.description),
        "dct:license": {"@id": settings.PUBLISHING_LICENCE_URL},
        "dct:accrualPeriodicity": {"@value": dataset.rhythm, "@type": "xsd:duration"},
        "dcat:version": str(dataset.schema),
        "csvw:tableSchema": {"csvw:column": [column_told(column) for column in dataset.columns]},
        "dcat:distribution": [
            distribution(dataset, format, address) for format in FORMATS.values()
        ],
    }


def distribution(dataset: Dataset, format: Format, address: str) -> dict[str, Any]:
    content = file_of(dataset, format)
    media_type, _semicolon, _rest = format.media_type.partition(";")
    return {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": f"{address}{dataset.name}.{format.ending}"},
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{media_type}"},
        "dcat:byteSize": len(content),
        "dct:license": {"@id": settings.PUBLISHING_LICENCE_URL},
        "spdx:checksum": {
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": hashlib.sha256(content).hexdigest(),
        },
    }


def column_told(column: Column) -> dict[str, Any]:
    return {
        "csvw:name": column.name,
        "csvw:datatype": column.type,
        "csvw:title": in_both(column.title),
        "dct:description": in_both(column.meaning),
    }


def in_both(text: Promise | str) -> list[dict[str, str]]:
    return [{"@language": language, "@value": value} for language, value in spoken(text)]


def spoken(text: Promise | str) -> Iterable[tuple[str, str]]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield language, str(text)


def moment(at: Any) -> dict[str, str]:
    return {"@value": at.isoformat(), "@type": "xsd:dateTime"}
