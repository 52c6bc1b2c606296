"""A document with room left for one more signature, for any PDF that the library can read."""

import io
from collections.abc import Collection
from itertools import count

from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from signatures.backends import stamps
from signatures.backends.base import Appearance, SigningRefused
from signatures.backends.reserved import NOWHERE, Reserved, Words

NO_CHANGES_AT_ALL = 1


def reserve(
    document: bytes, words: Words, *, room: int, appearance: Appearance | None = None
) -> Reserved:
    try:
        return appended(document, words, room=room, appearance=appearance)
    except (PdfError, SigningError, ValueError, RecursionError) as error:
        raise SigningRefused(f"The document cannot be signed: {error}") from error


def appended(
    document: bytes, words: Words, *, room: int, appearance: Appearance | None
) -> Reserved:
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    refuse_forbidden(writer.prev)
    names = [name for name, _value, _field in enumerate_sig_fields(writer.prev)]
    position = len(names) + 1
    box = stamps.box_of(appearance, position) if appearance else NOWHERE
    field = SigFieldSpec(free_name(names), on_page=appearance.page if appearance else 0, box=box)
    steps = PdfCMSEmbedder(field).write_cms(field.sig_field_name, writer)
    annotation = next(steps).get_object()
    if appearance:
        drawing = stamps.drawn(appearance, box, at=words.at)
        annotation["/AP"] = generic.DictionaryObject({"/N": imported(drawing, writer)})
    steps.send(SigObjSetup(sig_placeholder=placeholder(words, room)))
    digest, output = steps.send(SigIOSetup(md_algorithm="sha256", output=io.BytesIO()))
    return Reserved(output.getvalue(), digest.reserved_region_start, digest.reserved_region_end)


def free_name(taken: Collection[str]) -> str:
    positions = count(len(taken) + 1)
    return next(name for name in map("Signature{}".format, positions) if name not in taken)


def refuse_forbidden(reader: PdfFileReader) -> None:
    if reader.encrypted:
        raise ValueError("it is protected by a password")
    permissions = reader.root.get("/Perms", {})
    certified = permissions.get("/DocMDP") if permissions else None
    for reference in certified.get("/Reference", ()) if certified else ():
        if reference.get("/TransformParams", {}).get("/P") == NO_CHANGES_AT_ALL:
            raise ValueError("its author allows no further signature")


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
    page = PdfFileReader(io.BytesIO(drawing)).find_page_for_modification(0)[0].get_object()
    form = generic.StreamObject(
        {
            "/Type": generic.pdf_name("/XObject"),
            "/Subtype": generic.pdf_name("/Form"),
            "/BBox": writer.import_object(page["/MediaBox"]),
            "/Resources": writer.import_object(page["/Resources"]),
        },
        stream_data=page["/Contents"].data,
    )
    form.compress()
    return writer.add_object(form)
