"""Taking quotes out of a text again: of what is no longer to be seen, or of all, for what is the writer's own."""

import re
from collections.abc import Collection

from forum.kernel.text.reading import parse
from forum.kernel.text.shapes import AnswerRef, QuoteRef

# What stands before a quote's first words: its own signs, and those of the quotes and lists it stands in.
_SIGNS = re.compile(r"(?:[\s>*+-]|[0-9]{1,9}[.)]|\[\^[^\s\]]{1,60}\]:)*")


def without_quotes(
    source: str, *, origin: str = "", of: Collection[QuoteRef | AnswerRef] | None = None, sign: str = "…"
) -> str:
    """`source` with `sign` in place of what it quotes of the posts and answers `of`, or of all that it names when that is None.

    The whole blockquote goes, its first line with the name included; a quote without a source stays, since nothing says
    whose it is. Raises what `parse` raises.
    """
    lines = source.split("\n")
    gone: list[tuple[int, int]] = []
    opened = [0, 0]
    for token in parse(source, origin=origin).tokens:
        if token.type == "blockquote_open" and token.map:
            opened = token.map
        elif token.type == "quote_by" and (of is None or token.meta["source"] in of):
            gone.append((opened[0], opened[1]))
    whole: list[tuple[int, int]] = []
    for start, end in sorted(gone, key=lambda span: (span[0], -span[1])):
        # What stands in a quote that goes has gone with it.
        if not whole or start >= whole[-1][1]:
            whole.append((start, end))
    for start, end in reversed(whole):
        signs = _SIGNS.match(lines[start])
        lines[start:end] = [(signs[0] if signs else "") + sign, ""]
    return "\n".join(lines)
