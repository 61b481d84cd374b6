"""A text as plain words, and the beginning of one."""

import unicodedata
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from forum.kernel.text.shapes import Names

# fmt: off
_BLOCK_ENDS = frozenset((
    "paragraph_close", "heading_close", "fence", "code_block", "tr_close", "list_item_close", "blockquote_close",
    "footnote_close", "quote_by", "hr",
))
# fmt: on
_QUIET_OPEN = frozenset(("blockquote_open", "container_spoiler_open", "footnote_block_open", "table_open"))
_QUIET_CLOSE = frozenset(("blockquote_close", "container_spoiler_close", "footnote_block_close", "table_close"))
_JOINERS = "\u200d\u200c"


def words(tokens: Iterable[Token], names: Names, *, spoilers: bool = True) -> str:
    """Inline pieces as plain words, names as readers see them. Spoilers are left out on wish."""
    out: list[str] = []
    hidden = 0
    for token in tokens:
        if token.type == "spoiler_open":
            hidden += 1
        elif token.type == "spoiler_close":
            hidden -= 1
        elif hidden and not spoilers:
            continue
        elif token.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif token.type == "image":
            out.append(words(token.children or (), names, spoilers=spoilers))
        elif token.type == "deposit":
            found = names.deposits.get(token.meta["slug"])
            out.append(token.content or (found.name if found else token.meta["slug"]))
        else:
            out.append(token.content)
    return "".join(out)


def full_text(tokens: Sequence[Token], names: Names) -> str:
    """Everything, a line for each block: for search."""
    return _lines(tokens, names, brief=False)


def brief_text(tokens: Sequence[Token], names: Names) -> str:
    """The writer's own words: no quotes, spoilers, code, tables or footnotes; all but spoilers if nothing is left."""
    return _lines(tokens, names, brief=True) or _lines(tokens, names, brief=False, spoilers=False)


def _lines(tokens: Sequence[Token], names: Names, *, brief: bool, spoilers: bool = True) -> str:
    out: list[str] = []
    quiet = 0
    shown = not brief and spoilers
    for token in tokens:
        skips = token.type.startswith("container_spoiler") if not brief and not spoilers else brief
        if skips and token.type in _QUIET_OPEN:
            quiet += 1
        elif skips and token.type in _QUIET_CLOSE:
            quiet -= 1
        elif quiet:
            continue
        elif token.type == "inline":
            out.append(words(token.children or (), names, spoilers=shown))
        elif token.type in ("fence", "code_block"):
            out.append("" if brief else token.content)
        elif token.type == "quote_by":
            found = names.posts.get(token.meta["source"])
            out.append(found.by if found else token.content)
        elif token.type in ("td_close", "th_close"):
            out.append(" ")
        if token.type in _BLOCK_ENDS:
            out.append("\n")
    lines = (" ".join(line.split()) for line in "".join(out).split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(text: str, limit: int) -> str:
    """The beginning of `text` on one line, at most `limit` characters with the "…" that marks a cut.

    Cuts between words; in scripts without spaces, or inside one long word, between characters as a reader sees them:
    never before a mark, inside a joined picture, or inside a flag.
    """
    # Room for white space that collapses; the rest of a long text need not be looked at.
    line = " ".join(text[: 4 * limit + 64].split())
    if len(line) <= limit and len(text) <= 4 * limit + 64:
        return line
    end = min(limit - 1, len(line))
    space = line.rfind(" ", max(1, end * 2 // 3), end + 1)
    if space > 0:
        end = space
    else:
        while end > 0 and _joined(line, end):
            end -= 1
    return line[:end].rstrip(" ,;:–—-") + "…"


def _joined(text: str, at: int) -> bool:
    """Whether the characters on both sides of index `at` belong together (after UAX 29, rules GB9, GB11 and GB12)."""
    if at >= len(text):
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.category(after) in ("Mn", "Mc", "Me") or after in _JOINERS or before == "\u200d":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    # A virama asks for the consonant under it (Burmese, Khmer and their neighbours).
    if unicodedata.combining(before) == 9 and unicodedata.category(after) == "Lo":
        return True
    if _regional(after):
        run = 0
        while run < at and _regional(text[at - 1 - run]):
            run += 1
        return run % 2 == 1
    return False


def _regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
