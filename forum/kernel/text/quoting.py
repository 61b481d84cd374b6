"""Taking quotes out of a text again: of what is no longer to be seen, or of all, for what is the writer's own."""

from collections.abc import Collection

from forum.kernel.text.reading import parse
from forum.kernel.text.shapes import AnswerRef, QuoteRef


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
    for start, end in sorted(gone, reverse=True):
        block = lines[start:end]
        named = next((line for line in block if "](" in line), block[0])
        lines[start:end] = [named[: max(named.find("["), 0)] + sign, ""]
    return "\n".join(lines)
