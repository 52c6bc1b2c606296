"""Base45 (RFC 9285): two bytes in three letters that a QR code packs tightly.

A text stands for one sequence of bytes and the other way round, so no letter can change unseen.
"""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def encode(content: bytes) -> str:
    return "".join(letters_of(content[place : place + 2]) for place in range(0, len(content), 2))


def letters_of(pair: bytes) -> str:
    number, letters = int.from_bytes(pair), ""
    for _letter in range(len(pair) + 1):
        number, value = divmod(number, 45)
        letters += ALPHABET[value]
    return letters


def decode(text: str) -> bytes:
    """Raises ValueError for what no `encode` gives."""
    return b"".join(bytes_of(text[place : place + 3]) for place in range(0, len(text), 3))


def bytes_of(letters: str) -> bytes:
    if len(letters) == 1 or not set(letters) <= VALUES.keys():
        raise ValueError("not base45")
    number: int = sum(VALUES[letter] * 45**place for place, letter in enumerate(letters))
    if number >= 1 << 8 * (len(letters) - 1):
        raise ValueError("not base45")
    return number.to_bytes(len(letters) - 1)
