"""PDF files nobody sane would make, kept small: what they cost is the reader's time."""

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
