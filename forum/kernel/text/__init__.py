"""Markdown to safe HTML, rendered once, when it is written.

    parsed = text.parse(source, origin="https://assay.example")
    names = Names(members=..., deposits=...)          # one query a kind, by whoever knows the rows
    rendered = text.render(parsed, names=names, prefix="p12-")

The kernel knows no member and no deposit: what a name stands for, and whether the text's readers may know, is handed
in.
docs/text.md says what members can write.
"""

from forum.kernel.text.allowed import PREFIX, sanitised
from forum.kernel.text.cleaning import clean
from forum.kernel.text.html import Context
from forum.kernel.text.limits import (
    EXCERPT,
    MAX_SOURCE,
    RENDERER_VERSION,
    ForbiddenCharacter,
    TextEmpty,
    TextTooComplex,
    TextTooLong,
)
from forum.kernel.text.plain import brief_text, excerpt, full_text
from forum.kernel.text.quoting import without_quotes
from forum.kernel.text.reading import parse, to_html
from forum.kernel.text.shapes import AnswerRef, Attachment, Deposit, Names, Parsed, Post, QuoteRef, Rendered

__all__ = [
    "MAX_SOURCE",
    "RENDERER_VERSION",
    "AnswerRef",
    "Attachment",
    "Deposit",
    "ForbiddenCharacter",
    "Names",
    "Parsed",
    "Post",
    "QuoteRef",
    "Rendered",
    "TextEmpty",
    "TextTooComplex",
    "TextTooLong",
    "clean",
    "excerpt",
    "parse",
    "render",
    "without_quotes",
]


def render(parsed: Parsed, *, names: Names | None = None, prefix: str | None = None) -> Rendered:
    """`parsed` as safe HTML and plain words. The same input gives the same output, to the byte.

    `prefix` keeps the footnotes of texts on one page apart: lower-case letters and digits and a hyphen, such as "p12-";
    anything else raises ValueError. Without one it is made from the source, since a new post has no number yet. Names
    that are missing stay plain text.
    """
    if prefix is None:
        prefix = f"t{parsed.digest}-"
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"not a prefix for ids: {prefix!r}")
    names = names or Names()
    html = sanitised(to_html(parsed, Context(names=names, prefix=prefix)))
    return Rendered(
        html=html,
        text=full_text(parsed.tokens, names),
        excerpt=excerpt(brief_text(parsed.tokens, names), EXCERPT),
        mentions=tuple(handle for handle in parsed.mentions if handle in names.members),
        deposits=tuple(slug for slug in parsed.deposits if slug in names.deposits),
        quotes=tuple(post for post in parsed.posts if post in names.posts),
        links=parsed.links,
        images=tuple(identifier for identifier in parsed.attachments if identifier in names.attachments),
        math=parsed.math,
        version=RENDERER_VERSION,
    )
