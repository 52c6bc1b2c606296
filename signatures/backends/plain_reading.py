"""Reads the few objects of a PDF that a signature touches.

Only files of the plain kind: tables of places as text, dictionaries without riddles. Whatever
looks unusual raises NotPlain, and a library that knows every PDF reads the document instead.
"""

import re
from collections.abc import Iterator

Entries = dict[bytes, bytes]

END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
SECTION = re.compile(rb"(\d+) (\d+) ?\r?\n")
OBJECT = re.compile(rb"\s*(\d+) 0 obj\b")
REFERENCE = re.compile(rb"(\d+) 0 R\b")
STREAM = re.compile(rb"\bstream\r?\n")
WORD = (
    rb"<<|>>|[\[\]]|/[^\s<>\[\]()/%{}]*|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>"
    rb"|\d+ \d+ R\b|[^\s<>\[\]()/%{}]+"
)
TOKEN = re.compile(WORD, re.DOTALL)
# Without steps back: a hostile text is refused in the time it takes to read it.
TOKENS = re.compile(rb"(?>\s|%b)*+" % WORD, re.DOTALL)
OPENING, CLOSING = (b"<<", b"["), (b">>", b"]")
#: A file that says one of these is protected, of two kinds at once, or certified by its author.
OUTLANDISH = frozenset((b"/Encrypt", b"/XRefStm", b"/Perms", b"/Collection"))
ENTRY_BYTES = 20
END_WITHIN, TRAILER_WITHIN, TABLES_AT_MOST, DEPTH_AT_MOST = 64, 4096, 64, 16


class NotPlain(Exception):  # noqa: N818
    """Nothing is wrong with the document, but another module must read it."""


class Reader:
    def __init__(self, document: bytes) -> None:
        self.document = document
        end = END.search(document, max(0, len(document) - END_WITHIN))
        if not end or not document.startswith(b"%PDF-"):
            raise NotPlain("the end is not where it should be")
        self.table = int(end[1])
        self.trailer, self.sections = self.all_tables()

    def all_tables(self) -> tuple[Entries, list[tuple[int, int, int]]]:
        """The newest trailer, and of each section its first number, count, and where it begins."""
        trailers: list[Entries] = []
        sections: list[tuple[int, int, int]] = []
        table = self.table
        for _table in range(TABLES_AT_MOST):
            sections += self.sections_of(table)
            trailers.append(self.trailer_of(table))
            if b"/Prev" not in trailers[-1]:
                return trailers[0], sections
            table = number(trailers[-1][b"/Prev"])
        raise NotPlain("too many tables")

    def sections_of(self, table: int) -> Iterator[tuple[int, int, int]]:
        head = re.compile(rb"xref\s+").match(self.document, table)
        if not head:
            raise NotPlain("a table of another kind")
        place = head.end()
        while section := SECTION.match(self.document, place):
            count, begin = int(section[2]), section.end()
            yield int(section[1]), count, begin
            place = begin + count * ENTRY_BYTES

    def trailer_of(self, table: int) -> Entries:
        begin = self.document.find(b"trailer", table)
        end = self.document.find(b"startxref", begin, begin + TRAILER_WITHIN)
        if begin < 0 or end < 0:
            raise NotPlain("no trailer")
        return entries(self.document[begin + len(b"trailer") : end])

    def place_of(self, wanted: int) -> int:
        for first, count, begin in self.sections:
            if first <= wanted < first + count:
                place = begin + (wanted - first) * ENTRY_BYTES
                entry = self.document[place : place + ENTRY_BYTES]
                if entry[10:18] != b" 00000 n":
                    break
                return number(entry[:10])
        raise NotPlain(f"object {wanted} is not to be found")

    def head_of(self, wanted: int) -> tuple[bytes, int]:
        """What stands before `endobj` or the stream, and where the stream begins, 0 for none."""
        begin = OBJECT.match(self.document, self.place_of(wanted))
        if not begin or int(begin[1]) != wanted:
            raise NotPlain(f"object {wanted} is not where it should be")
        end = self.document.find(b"endobj", begin.end())
        if end < 0:
            raise NotPlain(f"object {wanted} has no end")
        stream = STREAM.search(self.document, begin.end(), end)
        if stream:
            return self.document[begin.end() : stream.start()], stream.end()
        return self.document[begin.end() : end], 0

    def whole(self, wanted: int) -> tuple[bytes, bytes]:
        """The same, and the stream itself from its keyword to the other."""
        head, begin = self.head_of(wanted)
        if not begin:
            return head, b""
        length = number(entries(head)[b"/Length"])
        return head, b"stream\n%b\nendstream" % self.document[begin : begin + length]

    def entries_of(self, wanted: int) -> Entries:
        return entries(self.head_of(wanted)[0])

    @property
    def root(self) -> int:
        return reference(self.trailer, b"/Root")

    def page(self, *, last: bool) -> int:
        found = reference(self.entries_of(self.root), b"/Pages")
        for _depth in range(DEPTH_AT_MOST):
            contents = self.entries_of(found)
            if contents.get(b"/Type") == b"/Page":
                return found
            pages = REFERENCE.findall(array(contents, b"/Kids"))
            if not pages:
                break
            found = int(pages[-1 if last else 0])
        raise NotPlain("no page")


def entries(raw: bytes) -> Entries:
    """Of a dictionary, each value as it is written."""
    found: Entries = {}
    key, value, depth = b"", list[bytes](), 0
    for token in inside(raw):
        if not key:
            key = token
            continue
        value.append(token)
        depth += (token in OPENING) - (token in CLOSING)
        if not depth:
            found[key] = b" ".join(value)
            key, value = b"", []
    if key or depth or not all(name.startswith(b"/") for name in found):
        raise NotPlain("a dictionary in disorder")
    if not OUTLANDISH.isdisjoint(found):
        raise NotPlain("a document of a special kind")
    return found


def inside(raw: bytes) -> list[bytes]:
    tokens = scanned(raw)
    if len(tokens) < 2 or tokens[0] != b"<<" or tokens[-1] != b">>":
        raise NotPlain("no dictionary")
    return tokens[1:-1]


def scanned(raw: bytes) -> list[bytes]:
    if not TOKENS.fullmatch(raw):
        raise NotPlain("a word we do not know")
    return TOKEN.findall(raw)


def number(raw: bytes) -> int:
    if not raw.isdigit():
        raise NotPlain("no number")
    return int(raw)


def reference(contents: Entries, key: bytes) -> int:
    found = REFERENCE.fullmatch(contents.get(key, b""))
    if not found:
        raise NotPlain(f"no reference at {key!r}")
    return int(found[1])


def array(contents: Entries, key: bytes) -> bytes:
    found = contents.get(key, b"[ ]")
    if not found.startswith(b"["):
        raise NotPlain(f"no array at {key!r}")
    return found
