"""One byte for every code point, so that what is found in the fold stands at the same place in the text.

Accents are dropped and case is kept; digits stay digits; every kind of white space, dash and quotation mark has
one code; letters beyond the Latin alphabet share one. `str.lower` and Unicode decomposition change lengths
('İ', 'é' as two code points), which is why neither is used on text.
"""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

OPEN, CLOSE, OPEN_ANGLE, CLOSE_ANGLE, OPEN_SINGLE, CLOSE_SINGLE = 1, 2, 3, 4, 5, 6
LONG_DASH, HARD_SPACE, ELLIPSIS, BREAK, OTHER = 7, 8, 11, 12, 14
OTHER_LETTER = 0x7F
_MARKS = {
    "“": OPEN, "„": OPEN, "‟": OPEN, "”": CLOSE, "«": OPEN_ANGLE, "»": CLOSE_ANGLE, "‘": OPEN_SINGLE,
    "‹": OPEN_SINGLE, "’": CLOSE_SINGLE, "›": CLOSE_SINGLE, "ʼ": CLOSE_SINGLE, "–": LONG_DASH, "—": LONG_DASH,
    "―": LONG_DASH, "‑": ord("-"), "‐": ord("-"), "−": ord("-"), "\u00a0": HARD_SPACE, "\u202f": HARD_SPACE,
    "\u2009": HARD_SPACE, "\u2007": HARD_SPACE, "…": ELLIPSIS,
}  # fmt: skip
_LIMIT = 0x3000


def _code(point: int) -> int:
    char = chr(point)
    if char in _MARKS:
        return _MARKS[char]
    if char == "\n":
        return ord("\n")
    if char.isspace() or point < 32:
        return ord(" ")
    if point < 127:
        return point
    base = unicodedata.normalize("NFKD", char)[0]
    if char.isalpha():
        return ord(base) if base.isascii() and base.isalpha() else OTHER_LETTER
    if unicodedata.category(char).startswith("M"):
        return OTHER_LETTER
    return OTHER


_TABLE = np.array([_code(p) for p in range(_LIMIT)] + [OTHER_LETTER], dtype=np.uint8)
_LATIN = _TABLE[:256].tobytes()
_FEW = 8  # fewer than one code point in so many is taken one by one
IS_LETTER = np.zeros(256, dtype=bool)
IS_LETTER[[*range(65, 91), *range(97, 123), OTHER_LETTER]] = True
IS_DIGIT = np.zeros(256, dtype=bool)
IS_DIGIT[48:58] = True
IS_SPACE = np.zeros(256, dtype=bool)
IS_SPACE[[ord(" "), ord("\n"), HARD_SPACE]] = True


def fold(text: str) -> NDArray[np.uint8]:
    """Return one byte a code point of `text`.

    Code points from U+3000 on count as letters.

    Examples
    --------
    >>> fold("Goïta, “200”").tobytes()
    b'Goita, \\x01200\\x02'
    >>> len(fold("İé")) == len("İé")
    True
    """
    codes = np.frombuffer(bytearray(text.encode("latin-1", "replace").translate(_LATIN)), dtype=np.uint8)
    other = np.flatnonzero(codes == ord("?"))  # a question mark stands for all that Latin-1 lacks
    if len(other) * _FEW > len(text):
        return _by_points(text)
    codes[other] = _by_points("".join([text[n] for n in other.tolist()]))
    return codes


def _by_points(text: str) -> NDArray[np.uint8]:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _TABLE[np.minimum(points, _LIMIT)]


def folded(form: str) -> str:
    """Return a lexicon form's fold as a str, one letter a code point.

    Examples
    --------
    >>> folded("Élysée")
    'Elysee'
    """
    if form.isascii() and form.isprintable():  # most forms: the fold leaves them as they are
        return form
    return fold(form).tobytes().decode("latin-1")
