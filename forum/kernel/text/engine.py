"""The Markdown parser, with its work bounded.

`commonmark()` is CommonMark 0.31.2 and nothing else; `posts()` is what members write. Both parse through the same
bounded blocks and inlines.
"""

from typing import cast

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from forum.kernel.text import html, syntax
from forum.kernel.text.addresses import allowed_address
from forum.kernel.text.limits import MAX_DEPTH, MAX_INLINE_DEPTH, MAX_TOKENS, TextTooComplex


class Budget:
    """Counts the pieces of one text as they are made, so that a costly one is refused before it has cost much."""

    __slots__ = ("left",)

    def __init__(self, left: int = MAX_TOKENS) -> None:
        self.left = left

    def spend(self, pieces: int) -> None:
        self.left -= pieces
        if self.left < 0:
            raise TextTooComplex()


def _budget(env: EnvType) -> Budget:
    if "budget" not in env:
        env["budget"] = Budget()
    return cast(Budget, env["budget"])


class _BlockState(StateBlock):
    def push(self, ttype: str, tag: str, nesting: int) -> Token:
        _budget(self.env).spend(1)
        return super().push(ttype, tag, nesting)  # type: ignore[arg-type]


class _Blocks(ParserBlock):
    def tokenize(self, state: StateBlock, start_line: int, end_line: int) -> None:
        # The parser of itself drops what lies deeper without a word; a text that lost a part is worse than a refusal.
        if state.level >= MAX_DEPTH:
            raise TextTooComplex()
        super().tokenize(state, start_line, end_line)

    def parse(self, src: str, md: MarkdownIt, env: EnvType, out_tokens: list[Token]) -> list[Token] | None:
        if not src:
            return None
        state = _BlockState(src, md, env, out_tokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens


class _Inlines(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = syntax.InlineState(src, md, env, tokens)
        self.tokenize(state)
        _budget(env).spend(len(state.tokens))
        for rule in self.ruler2.getRules(""):
            rule(cast(StateInline, state))
        if any(token.level > MAX_INLINE_DEPTH for token in state.tokens):
            raise TextTooComplex()
        return state.tokens


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name for it
        return allowed_address(url)


def _bounded(md: MarkdownIt) -> MarkdownIt:
    md.inline = _Inlines()
    md.block = _Blocks()
    return md.configure("commonmark")


def commonmark() -> MarkdownIt:
    """CommonMark as its specification has it, raw HTML included: for the conformance suite alone, never for a page."""
    return _bounded(MarkdownIt())


def posts() -> MarkdownIt:
    """What members write: CommonMark without raw HTML, and the additions that docs/text.md lists."""
    md = _bounded(_Markdown())
    md.options["html"] = False
    md.options["tasklists"] = True
    md.disable(["html_block", "html_inline"])
    md.enable(["table", "strikethrough"])
    container_plugin(md, "spoiler", validate=syntax.is_spoiler)
    footnote_plugin(md)
    syntax.install(md)
    html.register(md)
    return md
