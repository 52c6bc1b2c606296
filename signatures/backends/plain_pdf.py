"""Room for a signature in a PDF of the plain kind that our typesetter and this module write.

A fiftieth of the work a library does that must know every PDF; raises NotPlain where it is needed.
"""

from collections.abc import Iterable
from hashlib import sha256
from itertools import count, groupby

from django.utils import timezone

from signatures.backends import stamps
from signatures.backends.base import Appearance
from signatures.backends.plain_reading import (
    REFERENCE,
    Entries,
    NotPlain,
    Reader,
    array,
    entries,
    number,
    reference,
    scanned,
)
from signatures.backends.reserved import NOWHERE, Evidence, Reserved, Words

__all__ = ["NotPlain", "reserve", "reserve_stamp", "with_evidence"]

#: The range has a fixed width, so that it can be filled in when all places are known.
RANGE = b"<</ByteRange[0 %10d %10d %10d]/Contents"
NOT_YET = RANGE % (0, 0, 0)
SIGNATURE = b"/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
TIME_STAMP = b"/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161"
FIELD = b"<</FT/Sig/T(Signature%d)/Type/Annot/Subtype/Widget/F 132/Rect[%b]/P %d 0 R/V %d 0 R%b>>"
ENTRY = b"%010d 00000 n \n"


def reserve(document: bytes, words: Words, *, room: int, appearance: Appearance | None) -> Reserved:
    update = Update(Reader(document))
    field, value = update.new(), update.new()
    position = update.add_to_form(field)
    page = update.add_to_page(field, last=is_on_last(appearance))
    box, drawing = NOWHERE, b""
    if appearance:
        box = stamps.box_of(appearance, position)
        form = update.take_over(Reader(stamps.drawn(appearance, box, at=words.at)))
        drawing = b"/AP<</N %d 0 R>>" % form
    edges = b" ".join(b"%g" % edge for edge in box)
    update.objects[field] = FIELD % (position, edges, page, value, drawing)
    update.objects[value] = contents(room) + SIGNATURE + said(words)
    return update.reserved(value, room=room)


def reserve_stamp(document: bytes, *, room: int) -> Reserved:
    """For a time stamp over the whole document, all its signatures included."""
    update = Update(Reader(document))
    field, value = update.new(), update.new()
    position = update.add_to_form(field)
    page = update.add_to_page(field, last=False)
    update.objects[field] = FIELD % (position, b"0 0 0 0", page, value, b"")
    update.objects[value] = contents(room) + TIME_STAMP + b">>"
    return update.reserved(value, room=room)


def with_evidence(document: bytes, evidence: Evidence) -> bytes:
    """Appends certificates and revocation lists that the document does not carry yet."""
    update = Update(Reader(document))
    update.add_to_store(evidence)
    return b"".join(update.written()[0])


def is_on_last(appearance: Appearance | None) -> bool:
    index = appearance.page if appearance else 0
    if index not in (0, -1):
        raise NotPlain("a page in the middle")
    return index == -1


def contents(room: int) -> bytes:
    return b"%b<%b>" % (NOT_YET, b"0" * 2 * room)


def said(words: Words) -> bytes:
    moment = f"{timezone.localtime(words.at):D:%Y%m%d%H%M%S%z}"
    texts = (words.name, words.reason, words.location)
    return b"/M(%b'%b')/Name%b/Reason%b/Location%b>>" % (
        moment[:-2].encode(),
        moment[-2:].encode(),
        *map(text, texts),
    )


def text(words: str) -> bytes:
    return b"<feff%b>" % words.encode("utf-16-be").hex().encode()


class Update:
    """Objects to append: those changed under their old numbers, those added under new ones."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.objects: dict[int, bytes] = {}
        self.size = number(reader.trailer.get(b"/Size", b""))

    def new(self) -> int:
        self.size += 1
        return self.size - 1

    def add_to_form(self, field: int) -> int:
        """Says how many fields the document has then."""
        catalog = self.reader.entries_of(self.reader.root)
        if b"/AcroForm" in catalog:
            return self.add_to_known_form(field, reference(catalog, b"/AcroForm"))
        form = self.new()
        self.objects[self.reader.root] = dictionary(catalog | {b"/AcroForm": b"%d 0 R" % form})
        self.objects[form] = b"<</Fields[%d 0 R]/SigFlags 3>>" % field
        return 1

    def add_to_known_form(self, field: int, form: int) -> int:
        contents = self.reader.entries_of(form)
        fields = [int(known) for known in REFERENCE.findall(array(contents, b"/Fields"))]
        self.refuse_foreign(fields)
        contents |= {b"/Fields": extended(contents, b"/Fields", field), b"/SigFlags": b"3"}
        self.objects[form] = dictionary(contents)
        return len(fields) + 1

    def refuse_foreign(self, fields: Iterable[int]) -> None:
        for position, field in enumerate(fields, start=1):
            known = self.reader.entries_of(field)
            if known.get(b"/T") != b"(Signature%d)" % position or known.get(b"/FT") != b"/Sig":
                raise NotPlain("fields that are not ours")

    def add_to_page(self, field: int, *, last: bool) -> int:
        page = self.reader.page(last=last)
        known = self.reader.entries_of(page)
        known[b"/Annots"] = extended(known, b"/Annots", field)
        self.objects[page] = dictionary(known)
        return page

    def add_to_store(self, evidence: Evidence) -> None:
        """The document security store stands in the catalogue, and each piece there once."""
        catalog = self.reader.entries_of(self.reader.root)
        store = entries(catalog.get(b"/DSS", b"<<>>"))
        kinds = ((b"/Certs", evidence.certificates), (b"/CRLs", evidence.revocation_lists))
        for key, pieces in kinds:
            there = {self.reader.whole(one)[1] for one in references(array(store, key))}
            for piece in pieces:
                if stream(piece) not in there:
                    name = self.new()
                    self.objects[name] = b"<</Length %d>>%b" % (len(piece), stream(piece))
                    store[key] = extended(store, key, name)
        self.objects[self.reader.root] = dictionary(catalog | {b"/DSS": dictionary(store)})

    def take_over(self, source: Reader) -> int:
        """The first page of another document becomes a form; its number."""
        page = source.entries_of(source.page(last=False))
        resources = renumbered(page[b"/Resources"], self.take_what_is_named(page, source))
        head, drawing = source.whole(reference(page, b"/Contents"))
        form = self.new()
        own = {
            b"/Type": b"/XObject",
            b"/Subtype": b"/Form",
            b"/BBox": page[b"/MediaBox"],
            b"/Resources": resources,
        }
        self.objects[form] = dictionary(entries(head) | own) + drawing
        return form

    def take_what_is_named(self, page: Entries, source: Reader) -> dict[int, int]:
        """Everything the resources of the page lead to; which number each has here."""
        found: dict[int, tuple[bytes, bytes]] = {}
        wanted = references(page[b"/Resources"])
        while wanted:
            if (old := wanted.pop()) not in found:
                found[old] = source.whole(old)
                wanted += references(found[old][0])
        names = {old: self.new() for old in found}
        for old, (head, content) in found.items():
            self.objects[names[old]] = renumbered(head, names) + content
        return names

    def reserved(self, value: int, *, room: int) -> Reserved:
        """The document with all this; its gap is in the object `value`."""
        parts, places = self.written()
        place = len(parts) - 1 - len(places) + list(places).index(value)
        start = places[value] + parts[place].index(NOT_YET) + len(NOT_YET)
        end, total = start + 2 * room + 2, sum(map(len, parts))
        parts[place] = parts[place].replace(NOT_YET, RANGE % (start, end, total - end), 1)
        return Reserved(b"".join(parts), start, end)

    def written(self) -> tuple[list[bytes], dict[int, int]]:
        """The whole document in parts, and where each object begins."""
        before = self.reader.document
        parts = [before, b"" if before.endswith(b"\n") else b"\n"]
        places, end = {}, sum(map(len, parts))
        for name, content in sorted(self.objects.items()):
            places[name] = end
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (name, content))
            end += len(parts[-1])
        return [*parts, self.table(places, end)], places

    def table(self, places: dict[int, int], begin: int) -> bytes:
        lines = [b"xref\n0 1\n0000000000 65535 f \n"]
        ranks = count()
        for _run, run in groupby(sorted(places), key=lambda name: name - next(ranks)):
            names = list(run)
            lines += b"%d %d\n" % (names[0], len(names)), *(ENTRY % places[one] for one in names)
        return b"%btrailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (
            b"".join(lines),
            dictionary(self.trailer()),
            begin,
        )

    def trailer(self) -> Entries:
        kept: Entries = {
            key: self.reader.trailer[key]
            for key in (b"/Root", b"/Info")
            if key in self.reader.trailer
        }
        kept |= {b"/Size": b"%d" % self.size, b"/Prev": b"%d" % self.reader.table}
        identity = scanned(self.reader.trailer.get(b"/ID", b""))
        if len(identity) == len((b"[", b"first", b"second", b"]")):
            changed = sha256(b"".join(self.objects.values())).hexdigest()[:32].encode()
            kept[b"/ID"] = b"[%b<%b>]" % (identity[1], changed)
        return kept


def dictionary(contents: Entries) -> bytes:
    return b"<<%b>>" % b"".join(b"%b %b" % entry for entry in contents.items())


def extended(contents: Entries, key: bytes, name: int) -> bytes:
    return b"%b %d 0 R]" % (array(contents, key)[:-1], name)


def stream(content: bytes) -> bytes:
    return b"stream\n%b\nendstream" % content


def references(raw: bytes) -> list[int]:
    return [int(found) for found in REFERENCE.findall(raw)]


def renumbered(raw: bytes, names: dict[int, int]) -> bytes:
    return REFERENCE.sub(lambda found: b"%d 0 R" % names[int(found[1])], raw)
