import unicodedata

STROKES = str.maketrans({"đ": "d", "Đ": "D"})


def fold(text: str) -> str:
    """Lower case without accents, single spaces: "Đăng ký" and "DANG  KY" meet as "dang ky"."""
    decomposed = unicodedata.normalize("NFD", text.translate(STROKES))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(letters.lower().split())
