"""Vietnamese alphabetical order without ICU: letters first, tones second, syllable by syllable."""

import unicodedata
from functools import lru_cache

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
#: One ASCII character per letter, growing in code order, above digits and the space.
RANKS = {letter: chr(ord("A") + rank) for rank, letter in enumerate(LETTERS)}


def sort_key(name: str) -> str:
    """A text whose byte order is the Vietnamese order of `name`; `Hoà` and `Hòa` share one."""
    return " ".join(syllable_key(syllable) for syllable in name.lower().split())


@lru_cache(maxsize=8192)
def syllable_key(syllable: str) -> str:
    decomposed = unicodedata.normalize("NFD", syllable)
    tone = max((TONES.get(char, 0) for char in decomposed), default=0)
    toneless = "".join(char for char in decomposed if char not in TONES)
    letters = unicodedata.normalize("NFC", toneless)
    return "".join(RANKS.get(char, char if char.isdigit() else "") for char in letters) + str(tone)
