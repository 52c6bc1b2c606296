"""A document with room left for one more signature, for any PDF that the library can read."""

import io
from collections.abc import Collection, Generator, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from django.utils import timezone
from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import (
    DocumentTimestamp,
    PdfSignedData,
    SignatureObject,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signatures.backends import stamps
from signatures.backends.base import Appearance, SigningRefused
from signatures.backends.reserved import NOWHERE, Evidence, Reserved, Words

#: What a document that lies about itself makes of the library.
BROKEN = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
NO_CHANGES_AT_ALL = 1
FIELDS_AT_MOST = 5_000


def reserve(document: bytes, words: Words, *, room: int, appearance: Appearance | None) -> Reserved:
    with refusing_the_broken():
        writer = writer_of(document)
        names = field_names(writer)
        box = stamps.box_of(appearance, len(names) + 1) if appearance else NOWHERE
        page = appearance.page if appearance else 0
        name = free_name(names)
        field = SigFieldSpec(name, on_page=page, box=box)  # type: ignore[arg-type]
        steps = PdfCMSEmbedder(field).write_cms(name, writer)
        annotation = next(steps).get_object()
        if appearance:
            drawing = imported(stamps.drawn(appearance, box, at=words.at), writer)
            annotation["/AP"] = generic.DictionaryObject(  # type: ignore[no-untyped-call]
                {"/N": drawing}
            )
        return filled_in(steps, placeholder(words, room))


def reserve_stamp(document: bytes, *, room: int) -> Reserved:
    with refusing_the_broken():
        writer = writer_of(document)
        name = free_name(field_names(writer))
        steps = PdfCMSEmbedder(SigFieldSpec(name)).write_cms(name, writer)
        next(steps)
        stamp = DocumentTimestamp(bytes_reserved=2 * room)  # type: ignore[no-untyped-call]
        return filled_in(steps, stamp)


def with_evidence(document: bytes, evidence: Evidence) -> bytes:
    with refusing_the_broken():
        writer = writer_of(document)
        DocumentSecurityStore.supply_dss_in_writer(
            writer,
            sig_contents=None,
            certs=[Certificate.load(one) for one in evidence.certificates],
            crls=[CertificateList.load(one) for one in evidence.revocation_lists],
        )
        output = io.BytesIO()
        writer.write(output)  # type: ignore[no-untyped-call]
        return output.getvalue()


@contextmanager
def refusing_the_broken() -> Iterator[None]:
    try:
        yield
    except (PdfError, SigningError, *BROKEN) as error:
        told = _("The document cannot be signed: %(why)s")
        raise SigningRefused(told % {"why": error}) from error


def writer_of(document: bytes) -> IncrementalPdfFileWriter:
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    refuse_forbidden(writer.prev)
    refuse_endless(writer.prev)
    return writer


def field_names(writer: IncrementalPdfFileWriter) -> list[str]:
    return [name for name, _value, _field in enumerate_sig_fields(writer.prev)]


def filled_in(steps: Generator[Any, Any, None], value: PdfSignedData) -> Reserved:
    steps.send(SigObjSetup(sig_placeholder=value))
    digest, output = steps.send(SigIOSetup(md_algorithm="sha256", output=io.BytesIO()))
    return Reserved(output.getvalue(), digest.reserved_region_start, digest.reserved_region_end)


def free_name(taken: Collection[str]) -> str:
    positions = count(len(taken) + 1)
    return next(name for name in map("Signature{}".format, positions) if name not in taken)


def refuse_forbidden(reader: PdfFileReader) -> None:
    if reader.encrypted:
        raise ValueError(_("it is protected by a password"))
    permissions = reader.root.get("/Perms", {})
    certified = permissions.get("/DocMDP") if permissions else None
    for reference in certified.get("/Reference", ()) if certified else ():
        if reference.get("/TransformParams", {}).get("/P") == NO_CHANGES_AT_ALL:
            raise ValueError(_("its author allows no further signature"))


def refuse_endless(reader: PdfFileReader) -> None:
    """A form whose branches meet again takes the library longer than the world will stand."""
    form = reader.root.get("/AcroForm")
    waiting = [*form.get("/Fields", ())] if form else []
    for _field in range(FIELDS_AT_MOST):
        if not waiting:
            return
        waiting += waiting.pop().get_object().get("/Kids", ())
    raise ValueError(_("its form has no end"))


def placeholder(words: Words, room: int) -> SignatureObject:
    return SignatureObject(
        timestamp=timezone.localtime(words.at),
        subfilter=SigSeedSubFilter.PADES,
        name=words.name,
        location=words.location,
        reason=words.reason,
        bytes_reserved=2 * room,
    )


def imported(drawing: bytes, writer: IncrementalPdfFileWriter) -> generic.IndirectObject:
    """The one page of a PDF as a form, with all it needs."""
    source = PdfFileReader(io.BytesIO(drawing))
    page = source.root["/Pages"]["/Kids"][0]
    form = generic.StreamObject(
        {
            "/Type": generic.pdf_name("/XObject"),
            "/Subtype": generic.pdf_name("/Form"),
            "/BBox": writer.import_object(page["/MediaBox"]),
            "/Resources": writer.import_object(page["/Resources"]),
        },
        stream_data=page["/Contents"].data,
    )
    form.compress()  # type: ignore[no-untyped-call]
    return writer.add_object(form)
