"""From Markdown to a `Parsed`: the pieces of a text, and the names it uses."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from markdown_it.token import Token

from forum.kernel.text import engine
from forum.kernel.text.addresses import attachment_id, is_outside, local, quoted
from forum.kernel.text.html import Context
from forum.kernel.text.limits import (
    MAX_FOOTNOTE_MARKS,
    MAX_FORMULAS,
    MAX_LINK_OUTPUT,
    MAX_NAMES,
    MAX_SOURCE,
    TextTooComplex,
    TextTooLong,
)
from forum.kernel.text.shapes import AnswerRef, Parsed, QuoteRef

_POSTS = engine.posts()


class _Survey:
    """Everything found on the way through a text; dictionaries serve as sets that keep their order."""

    def __init__(self) -> None:
        self.handles: dict[str, None] = {}
        self.mentions: dict[str, None] = {}
        self.deposits: dict[str, None] = {}
        self.posts: dict[QuoteRef, None] = {}
        self.answers: dict[AnswerRef, None] = {}
        self.attachments: dict[str, None] = {}
        self.links: dict[str, None] = {}
        self.address_length = 0
        self.footnote_marks = 0
        self.formulas = 0

    def address(self, token: Token, name: str, *, origin: str) -> None:
        url = local(str(token.attrs.get(name, "")), origin=origin)
        token.attrs[name] = url
        self.address_length += len(url) + len(str(token.attrs.get("title", "")))
        if identifier := attachment_id(url):
            self.attachments[identifier] = None
        elif is_outside(url):
            self.links[url] = None

    def quote(self, named: QuoteRef | AnswerRef) -> None:
        if isinstance(named, AnswerRef):
            self.answers[named] = None
        else:
            self.posts[named] = None

    def check(self) -> None:
        names = (self.handles, self.deposits, self.posts, self.answers, self.attachments)
        if (
            self.address_length > MAX_LINK_OUTPUT
            or self.footnote_marks > MAX_FOOTNOTE_MARKS
            or self.formulas > MAX_FORMULAS
            or any(len(kind) > MAX_NAMES for kind in names)
        ):
            raise TextTooComplex()


def parse(source: str, *, origin: str = "") -> Parsed:
    """Read `source`, already cleaned, and list the names to look up. Links to our own `origin` become paths.

    Raises `TextTooLong` beyond 40,000 characters, and `TextTooComplex` for what cannot be rendered within bounds.
    """
    if len(source) > MAX_SOURCE:
        raise TextTooLong()
    tokens = _with_attributions(_POSTS.parse(source, {}), origin=origin)
    survey = _Survey()
    depth = 0
    heads: list[Token] = []
    for token in tokens:
        if token.type == "blockquote_open":
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
        elif token.type == "quote_by":
            survey.quote(token.meta["source"])
        elif token.type == "table_open":
            heads = []
            token.meta["heads"] = heads
        elif token.type == "thead_close":
            heads = []
        elif token.type == "inline":
            heads.append(token)
        for child in _flat(token.children or ()):
            _look(child, survey, origin=origin, quoted=depth > 0)
    survey.check()
    return Parsed(
        digest=sha256(source.encode()).hexdigest()[:12],
        tokens=tuple(tokens),
        handles=tuple(survey.handles),
        mentions=tuple(survey.mentions),
        deposits=tuple(survey.deposits),
        posts=tuple(survey.posts),
        answers=tuple(survey.answers),
        attachments=tuple(survey.attachments),
        links=tuple(survey.links),
        math=survey.formulas > 0,
    )


def to_html(parsed: Parsed, context: Context) -> str:
    """The pieces of `parsed` as HTML, not yet sanitised."""
    html = _POSTS.renderer.render(parsed.tokens, _POSTS.options, {"context": context})
    return str(html)


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    """Inline pieces, those inside the descriptions of images included. The parser bounds their nesting."""
    for token in tokens:
        yield token
        if token.children:
            yield from _flat(token.children)


def _look(token: Token, survey: _Survey, *, origin: str, quoted: bool) -> None:
    match token.type:
        case "mention":
            survey.handles[token.meta["handle"]] = None
            if not quoted:
                survey.mentions[token.meta["handle"]] = None
        case "deposit":
            survey.deposits[token.meta["slug"]] = None
        case "link_open":
            survey.address(token, "href", origin=origin)
        case "image":
            survey.address(token, "src", origin=origin)
        case "footnote_ref":
            survey.footnote_marks += 1
        case "formula":
            survey.formulas += 1


def _with_attributions(tokens: Sequence[Token], *, origin: str) -> list[Token]:
    """Blockquotes that begin with `[@handle](/threads/5/12):`, or the like of an answer, get that line as a piece of its own."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        result.append(tokens[at])
        at += 1
        if result[-1].type != "blockquote_open" or at + 2 >= len(tokens) or tokens[at + 1].type != "inline":
            continue
        inline = tokens[at + 1]
        found = _attribution(inline.children or [], origin=origin)
        if found is None:
            continue
        by, rest = found
        result.append(by)
        if rest:
            inline.children = rest
        else:
            at += 3
    return result


def _attribution(children: list[Token], *, origin: str) -> tuple[Token, list[Token]] | None:
    """The piece that names the source, and what follows it; None unless the line is a link and a colon alone."""
    if not children or children[0].type != "link_open":
        return None
    source = quoted(local(str(children[0].attrs.get("href", "")), origin=origin))
    end = next((index for index, token in enumerate(children) if token.type == "link_close"), 0)
    words = children[1:end]
    rest = children[end + 1 :]
    if source is None or any(token.type != "text" for token in words):
        return None
    if rest and rest[0].type == "text" and rest[0].content == ":":
        rest = rest[1:]
    if rest and rest[0].type not in ("softbreak", "hardbreak"):
        return None
    by = Token("quote_by", "p", 0)
    by.block = True
    by.content = "".join(token.content for token in words)
    by.meta = {"source": source}
    return by, rest[1:]
