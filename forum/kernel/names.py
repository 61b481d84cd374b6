"""Names folded for search: two spellings that differ in case, accents or punctuation fold to one."""

import re
import unicodedata

# Letters that no decomposition takes apart.
_WHOLE = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t"}
)


def fold(name: str) -> str:
    """ "Norra Kärr" -> "norra karr": lower case, without accents, one space between words."""
    text = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in text if not unicodedata.combining(letter)).translate(_WHOLE)
    return re.sub(r"[^\w]+", " ", bare).strip()
