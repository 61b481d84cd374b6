"""Which language a text is in, as far as its stemming goes; and words that PostgreSQL's parser would not find. Pure."""

import re
import unicodedata
from collections.abc import Iterable

CONFIGURATIONS = {
    "en": "english",
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "pt": "portuguese",
    "ru": "russian",
    "xx": "simple",
}
"""Language code to PostgreSQL's text search configuration; "xx" is every other language, whose words are taken as they are."""

OTHER = "xx"
READ = 400
"""Characters read to tell a language."""

_WORD = re.compile(r"[^\W\d_]+")
# Words that say little and are in every text: a language is known by the share of its own among the first words.
_SMALL_WORDS = {
    "en": "the of and to in is that it for was with on as are this be have not by from at or which but has what there they",
    "de": "der die das und ist nicht ein eine zu den mit von sich auf für im dem des auch wie als aber nach noch wo ich wurde",
    "es": "el los las que es una por con del se para no como más pero sus le ya este está y al dónde según eso ley la en de",
    "fr": "le les des est une dans que qui pas pour par sur ce au aux ne plus avec cette sont mais ou où n'est selon et la de",
    "pt": "os as um uma não que para com por dos das ao se mais como mas foi ele seu sua ou quando muito nos já é o do da em",
    "ru": "и в не на что с по это как к у за из от для но же бы был так или его она мы они только еще уже при",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _code, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_code)

# Thai, Lao, Myanmar, Khmer, Japanese, Chinese, Hangul: written without spaces, or with too few.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\uaa60-\uaa7f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+"
)
_ACCENTED = re.compile(r"[A-Za-z]*[\u00c0-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff]*")


def language_of(text: str) -> str:
    """A code of `CONFIGURATIONS`: "en" where too little is said to tell, "xx" where it is none of ours."""
    words = [word.casefold() for word in _WORD.findall(text[:READ])]
    counts = dict.fromkeys(_SMALL_WORDS, 0)
    for word in words:
        for code in _LANGUAGES_OF.get(word, ()):
            counts[code] += 1
    best = max(counts, key=lambda code: counts[code])
    if counts[best]:
        return best
    latin = sum(word.isascii() for word in words)
    return "en" if len(words) < 12 and latin * 2 >= len(words) and words else OTHER


def pairs(text: str) -> list[str]:
    """Neighbouring letters in scripts without spaces, each pair once, in order: "稀土矿" gives "稀土" and "土矿".

    A single letter stands for itself.
    """
    found: dict[str, None] = {}
    if text.isascii():
        return []
    for run in _UNSPACED.findall(text):
        found.update(dict.fromkeys(run[at : at + 2] for at in range(max(1, len(run) - 1))))
    return list(found)


def spaced(text: str) -> str:
    """`text` without what `pairs` takes care of."""
    return _UNSPACED.sub(" ", text)


def unaccented(text: str) -> str:
    """The words of `text` that carry accents, without them: who types "bastnasite" finds "bastnäsite"."""
    if text.isascii():
        return ""
    return " ".join(dict.fromkeys(_plain(word) for word in _ACCENTED.findall(text)))


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of `texts` worth proposing to somebody who mistyped: 3 to 30 letters, in lower case."""
    found: set[str] = set()
    for text in texts:
        found.update(word for word in _WORD.findall(text.lower()) if 3 <= len(word) <= 30)
    return found


def _plain(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
