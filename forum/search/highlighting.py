"""What of a title and a text is shown in a result: escaped, with `<mark>` around what was found."""

from collections.abc import Sequence
from html import escape

from django.db import connection

from forum.kernel import text
from forum.kernel.text.plain import brief_text
from forum.search.languages import CONFIGURATIONS

READ = 20_000
"""Characters of a text that are looked through for something to show."""

PLAIN = 240
"""Characters of an excerpt where no words were looked for."""

# No stored text holds control characters, so these cannot be anybody's words.
_BEGIN, _END = "\x02", "\x03"
_MARKS = f"StartSel={_BEGIN},StopSel={_END}"
_WHOLE = f"{_MARKS},HighlightAll=true"
_PARTS = f"{_MARKS},MaxFragments=2,MaxWords=24,MinWords=10,FragmentDelimiter=' … '"


def highlighted(rows: Sequence[tuple[str, str, str]], languages: Sequence[str], words: str) -> list[tuple[str, str]]:
    """HTML of title and excerpt for each (title, text, source). What a spoiler hides stays hidden. One query."""
    titles = [title for title, _, _ in rows]
    texts = [_shown(plain, source)[:READ] for _, plain, source in rows]
    if not words or not rows:
        return [(escape(title), escape(text.excerpt(body, PLAIN))) for title, body in zip(titles, texts, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline(configuration::regconfig, title, %(words)s::tsquery, %(whole)s),"
            " ts_headline(configuration::regconfig, body, %(words)s::tsquery, %(parts)s)"
            " FROM unnest(%(configurations)s::text[], %(titles)s::text[], %(texts)s::text[])"
            " WITH ORDINALITY AS shown(configuration, title, body, place) ORDER BY place",
            {
                "words": words,
                "whole": _WHOLE,
                "parts": _PARTS,
                "configurations": [CONFIGURATIONS[language] for language in languages],
                "titles": titles,
                "texts": texts,
            },
        )
        return [(_html(title), _html(" ".join(body.split()))) for title, body in cursor.fetchall()]


def _shown(plain: str, source: str) -> str:
    """The words of a post that one may see without uncovering anything."""
    if "||" not in source and ":::" not in source:
        return plain
    return brief_text(text.parse(source).tokens, text.Names())


def _html(marked: str) -> str:
    return escape(marked).replace(_BEGIN, "<mark>").replace(_END, "</mark>")
