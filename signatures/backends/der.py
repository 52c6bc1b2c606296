"""Just enough of the Distinguished Encoding Rules to write what we sign."""

from collections.abc import Iterable

BOOLEAN_TRUE = b"\x01\x01\xff"
NULL = b"\x05\x00"


def tagged(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def sequence(*parts: bytes) -> bytes:
    return tagged(0x30, *parts)


def set_of(parts: Iterable[bytes]) -> bytes:
    return tagged(0x31, *sorted(parts))


def octets(content: bytes) -> bytes:
    return tagged(0x04, content)


def integer(number: int) -> bytes:
    """Of a number that is not negative."""
    return tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    first, second, *others = map(int, dotted.split("."))
    return tagged(0x06, *map(base_128, (40 * first + second, *others)))


def base_128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | number & 0x7F)
    return bytes(reversed(digits))
