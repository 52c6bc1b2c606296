"""PDF files nobody sane would make, kept small: what they cost is the reader's time."""

import zlib

EMPTY_PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def pdf_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A file with these objects, numbered from 1; the first is the catalogue.

    `%(xref)d` in the trailer becomes the address of its own cross-reference table.
    """
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, xref = len(objects) + 1, len(body)
    own = trailer % {b"xref": xref} if trailer else b""
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, own, xref)
    )


def with_form(form: bytes, *objects: bytes) -> bytes:
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R/AcroForm %s>>" % form, EMPTY_PAGES, *objects)


NO_PAGES = with_form(b"null")
LOOP_OF_TABLES = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", EMPTY_PAGES, trailer=b"/Prev %(xref)d")
LOOP_OF_REFERENCES = with_form(b"3 0 R", b"4 0 R", b"3 0 R")
LOOP_OF_FIELDS = with_form(b"<</Fields[3 0 R]>>", b"<</T(a)/Kids[3 0 R 3 0 R]>>")
DEEP_NESTING = with_form(b"[" * 200_000 + b"]" * 200_000)
DOUBLING_FIELDS = with_form(
    b"<</Fields[3 0 R]>>",
    *(b"<</T(a)/Kids[%d 0 R %d 0 R]>>" % (number, number) for number in range(4, 60)),
    b"<</T(z)>>",
)


def gigabytes(count: int) -> bytes:
    """So many gigabytes of zeros in a few kilobytes: a stream for two filters of compression."""
    deflating, megabyte = zlib.compressobj(9), bytes(1 << 20)
    first, next_ones = (
        deflating.compress(megabyte) + deflating.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    return zlib.compress(first + next_ones * (1024 * count), 9)


def with_form_in_stream(stream: bytes) -> bytes:
    """Its form, object 3, is said to lie in an object stream with this content."""
    filters = b"<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>"
    body, places = b"%PDF-1.7\n", []
    for number, content in (
        (1, b"<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>"),
        (2, EMPTY_PAGES),
        (4, filters % len(stream) + b"stream\n%s\nendstream" % stream),
    ):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    entries = [(0, 0), (1, places[0]), (1, places[1]), (2, 4), (1, places[2]), (1, len(body))]
    table = b"".join(b"%c%s\0" % (kind, place.to_bytes(4)) for kind, place in entries)
    head = b"<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>" % len(table)
    last = b"5 0 obj\n%sstream\n%s\nendstream\nendobj\n" % (head, table)
    return body + last + b"startxref\n%d\n%%%%EOF\n" % len(body)


EXPLODING_STREAM = with_form_in_stream(gigabytes(3))
THOUSANDS_OF_SIGNATURES = with_form(
    b"<</Fields[%s]/SigFlags 3>>" % b" ".join(b"%d 0 R" % number for number in range(3, 4003)),
    *(b"<</FT/Sig/T(s%d)/V<</Type/Sig>>>>" % number for number in range(4000)),
)
HUGE_NUMBERS = with_form(b"<</Fields[99999999999999999999 0 R]/SigFlags 1e999>>")
