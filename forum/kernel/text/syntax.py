"""The inline additions to CommonMark: mentions, deposits, formulas, bare links, spoilers.

Each rule looks at a bounded stretch of the text and either takes it or leaves it at once, so that a line made of
nothing but openers still costs one look at each.
"""

import re
from bisect import bisect_right

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote.index import footnote_ref

from forum.kernel.text.limits import MAX_FORMULA, MAX_URL

# The shape that accounts.members.handles gives out; members themselves are looked up by whoever renders.
_MENTION = re.compile(r"@([A-Za-z0-9](?:[A-Za-z0-9]|[-_](?=[A-Za-z0-9])){2,39})(?![\w@])")
_DEPOSIT = re.compile(r"\[\[([a-z0-9]+(?:-[a-z0-9]+)*)(?:\|([^\[\]|\n]{1,120}))?\]\]")
_MAX_DEPOSIT = 210
_SCHEME = re.compile(r"(?:^|[^A-Za-z0-9.+-])(https?)\Z", re.IGNORECASE)
_BARE = re.compile(r"://[^\s<>\x00-\x1f\x7f\"`\\^{}|\[\]]{1," + str(MAX_URL) + "}")
_MATH_CLOSE = re.compile(r"\\.|\$\$?", re.DOTALL)
_MATH_SIGN = re.compile(r"[\\^_={}]")
_SPOILER = re.compile(r" ?spoiler(?: +(?P<title>\S.*))?\s*")
_NOTE = re.compile(r"\[\^[^\s\]]{1,60}\]")
_PIPE = ord("|")


class InlineState(StateInline):
    """The parser's state for one paragraph, with the places where a formula can end found once."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, out_tokens: list[Token]) -> None:
        super().__init__(src, md, env, out_tokens)
        self._single: list[int] | None = None
        self._double: list[int] = []

    def formula_end(self, start: int, *, double: bool) -> int:
        """The index of the first `$` (or `$$`) from `start` on that can close a formula, or -1."""
        if self._single is None:
            self._single = []
            for match in _MATH_CLOSE.finditer(self.src):
                at = match.start()
                if match[0] == "$$":
                    self._double.append(at)
                elif match[0] == "$" and at and self._closes(at):
                    self._single.append(at)
        places = self._double if double else self._single
        index = bisect_right(places, start - 1)
        return places[index] if index < len(places) else -1

    def _closes(self, at: int) -> bool:
        return not self.src[at - 1].isspace() and not self.src[at + 1 : at + 2].isdigit()


def install(md: MarkdownIt) -> None:
    """Add every rule of this file to `md`."""
    md.inline.add_terminator_char("|")
    rules = md.inline.ruler
    rules.before("escape", "formula", formula)
    rules.before("link", "deposit", deposit)
    rules.before("link", "mention", mention)
    rules.before("link", "bare_link", bare_link)
    rules.before("link", "spoiler", spoiler)
    rules.at("footnote_ref", footnote_mark)
    md.inline.ruler2.before("fragments_join", "spoiler_pairs", spoiler_pairs)


def mention(state: StateInline, silent: bool) -> bool:
    """`@handle`, unless a word runs into it, as in an address for mail."""
    if state.src[state.pos] != "@" or state.linkLevel:
        return False
    before = state.src[state.pos - 1] if state.pos else " "
    if before.isalnum() or before in "_-./@":
        return False
    match = _MENTION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = match[0]
        token.meta = {"handle": match[1].lower()}
    state.pos = match.end()
    return True


def deposit(state: StateInline, silent: bool) -> bool:
    """`[[mount-weld]]` and `[[mount-weld|the mine]]`."""
    if state.linkLevel or not state.src.startswith("[[", state.pos):
        return False
    match = _DEPOSIT.match(state.src, state.pos, min(state.posMax, state.pos + _MAX_DEPOSIT))
    if not match or len(match[1]) > 80:
        return False
    if not silent:
        token = state.push("deposit", "", 0)
        token.content = (match[2] or "").strip()
        token.meta = {"slug": match[1]}
    state.pos = match.end()
    return True


def formula(state: StateInline, silent: bool) -> bool:
    """`$x^2$` within a line, `$$...$$` on its own.

    Money must stay money: a single `$` opens only where no word touches it on the left and no space on the right; it
    closes only where no digit follows; and what begins with a digit needs a sign of TeX in it.
    """
    pos = state.pos
    if state.src[pos] != "$" or not isinstance(state, InlineState):
        return False
    double = state.src.startswith("$$", pos)
    width = 2 if double else 1
    end = state.formula_end(pos + width, double=double)
    content = state.src[pos + width : end] if end - pos <= MAX_FORMULA else ""
    if (
        end < 0
        or end + width > state.posMax
        or not content.strip()
        or not (double or _is_single(state.src, pos, content))
    ):
        return _plain_dollars(state, width, silent)
    if not silent:
        token = state.push("formula", "math", 0)
        token.content = content.strip()
        token.meta = {"display": double}
    state.pos = end + width
    return True


def _is_single(source: str, pos: int, content: str) -> bool:
    """Whether the single `$` at `pos` opens a formula rather than a price."""
    if pos and (source[pos - 1].isalnum() or source[pos - 1] == "_"):
        return False
    if content[0].isspace() or "$" in content.replace("\\$", ""):
        return False
    return not content[0].isdigit() or bool(_MATH_SIGN.search(content))


def _plain_dollars(state: StateInline, count: int, silent: bool) -> bool:
    if not silent:
        state.append_pending("$" * count)
    state.pos += count
    return True


def bare_link(state: StateInline, silent: bool) -> bool:
    """`https://...` as it is, up to a space; a full stop or an unpaired bracket at its end is the sentence's."""
    pos = state.pos
    if state.linkLevel or not state.src.startswith("://", pos):
        return False
    scheme = _SCHEME.search(state.src[max(0, pos - 6) : pos])
    match = _BARE.match(state.src, pos, state.posMax)
    if not scheme or not match or len(match[0]) > MAX_URL:
        return False
    rest = _without_tail(match[0])
    url = state.md.normalizeLink(scheme[1].lower() + rest)
    if len(rest) <= 3 or not state.md.validateLink(url):
        return False
    if not silent:
        if not state.pending.endswith(scheme[1]):
            return False
        state.pending = state.pending[: -len(scheme[1])]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": url}
        text = state.push("text", "", 0)
        text.content = scheme[1] + rest
        state.push("link_close", "a", -1)
    state.pos = pos + len(rest)
    return True


def _without_tail(url: str) -> str:
    spare = url.count(")") - url.count("(")
    end = len(url)
    while end:
        char = url[end - 1]
        if char == ")" and spare > 0:
            spare -= 1
        elif char not in "?!.,:;*_~'$":
            break
        end -= 1
    return url[:end]


def footnote_mark(state: StateInline, silent: bool) -> bool:
    """`[^label]`. The plugin's own rule would look for the end of each label through the whole paragraph."""
    return bool(_NOTE.match(state.src, state.pos, state.posMax)) and footnote_ref(state, silent)


def spoiler(state: StateInline, silent: bool) -> bool:
    """`||` at the edge of hidden words. Other runs of bars are just bars."""
    if silent or state.src[state.pos] != "|":
        return False
    run = state.scanDelims(state.pos, canSplitWord=True)
    if run.length == 2:
        token = state.push("text", "", 0)
        token.content = "||"
        state.delimiters.append(
            Delimiter(
                marker=_PIPE, length=0, token=len(state.tokens) - 1, end=-1, open=run.can_open, close=run.can_close
            )
        )
    else:
        state.append_pending("|" * run.length)
    state.pos += run.length
    return True


def spoiler_pairs(state: StateInline) -> None:
    """Turn matched bars into the edges of a spoiler."""
    groups = [state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)]
    for delimiters in groups:
        for delimiter in delimiters:
            if delimiter.marker != _PIPE or delimiter.end == -1:
                continue
            closer = delimiters[delimiter.end]
            for at, kind, nesting in ((delimiter.token, "spoiler_open", 1), (closer.token, "spoiler_close", -1)):
                token = state.tokens[at]
                token.type, token.tag, token.nesting, token.content = kind, "span", nesting, ""


def is_spoiler(params: str, *_markup: str) -> bool:
    """Whether the words after `:::` open a spoiler."""
    return bool(_SPOILER.fullmatch(params))


def spoiler_title(info: str) -> str:
    """The words after `:::spoiler`."""
    match = _SPOILER.fullmatch(info)
    return (match["title"] or "").strip() if match else ""
