"""From pieces to HTML: what each piece that is not plain CommonMark looks like.

Words in the output are the writer's alone, since a text is rendered once for readers of every language: signs, numbers
and roles serve where another program would put a word of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from forum.kernel.text.addresses import attachment_id, is_outside
from forum.kernel.text.colouring import coloured, fit_to_colour, language
from forum.kernel.text.formulas import mathml
from forum.kernel.text.limits import MAX_HIGHLIGHT_TOTAL
from forum.kernel.text.plain import excerpt, words
from forum.kernel.text.shapes import AnswerRef, Names, Post
from forum.kernel.text.syntax import spoiler_title

OUTSIDE_REL = "nofollow ugc noopener"
_ALIGN = {"text-align:left": "align-left", "text-align:center": "align-center", "text-align:right": "align-right"}


@dataclass(slots=True)
class Context:
    """What one rendering knows and has used up."""

    names: Names
    prefix: str
    colour_left: int = MAX_HIGHLIGHT_TOTAL
    links: list[bool] = field(default_factory=list)


def _heading_open(token: Token, _context: Context) -> str:
    return f"<{_lower_heading(token.tag)}>"


def _heading_close(token: Token, _context: Context) -> str:
    return f"</{_lower_heading(token.tag)}>\n"


def _bullet_list_open(_token: Token, _context: Context) -> str:
    return '<ul dir="auto">\n'


def _ordered_list_open(token: Token, _context: Context) -> str:
    start = token.attrs.get("start", 1)
    return f'<ol dir="auto" start="{start}">\n' if start != 1 else '<ol dir="auto">\n'


def _list_item_open(token: Token, _context: Context) -> str:
    if "checked" not in token.meta:
        return "<li>"
    # The sign is text, so that a reader's own software names it in the reader's own language.
    return f'<li class="task"><span class="task-mark">{"☑" if token.meta["checked"] else "☐"}\ufe0e</span> '


def _blockquote_open(_token: Token, _context: Context) -> str:
    return '<blockquote dir="auto">\n'


def _quote_by(token: Token, context: Context) -> str:
    source = token.meta["source"]
    # Whoever follows the link reads who answered, if anybody did; of a post the name itself must be right.
    found = Post(source.url, token.content) if isinstance(source, AnswerRef) else context.names.posts.get(source)
    if found is None:
        return f'<p class="quote-by">{escape(token.content)}</p>\n'
    return f'<p class="quote-by"><a class="quote-source" href="{escape(found.url)}">{escape(found.by)}</a></p>\n'


def _mention(token: Token, context: Context) -> str:
    url = context.names.members.get(token.meta["handle"])
    if url is None:
        return escape(token.content)
    return f'<a class="mention" href="{escape(url)}">{escape(token.content)}</a>'


def _deposit(token: Token, context: Context) -> str:
    found = context.names.deposits.get(token.meta["slug"])
    if found is None:
        return escape(token.content or token.meta["slug"])
    return f'<a class="deposit" href="{escape(found.url)}">{escape(token.content or found.name)}</a>'


def _link_open(token: Token, context: Context) -> str:
    href = str(token.attrs.get("href", ""))
    title = f' title="{escape(str(token.attrs["title"]))}"' if token.attrs.get("title") else ""
    if identifier := attachment_id(href):
        file = context.names.attachments.get(identifier)
        href = file.url if file else ""
    context.links.append(bool(href))
    if not href:
        return ""
    if is_outside(href):
        return f'<a class="outside" href="{escape(href)}" rel="{OUTSIDE_REL}"{title}>'
    return f'<a href="{escape(href)}"{title}>'


def _link_close(_token: Token, context: Context) -> str:
    return "</a>" if context.links.pop() else ""


def _image(token: Token, context: Context) -> str:
    """A picture of ours; anything else becomes a link, since no page may ask another host for one."""
    source = str(token.attrs.get("src", ""))
    alt = words(token.children or (), context.names)
    identifier = attachment_id(source)
    file = context.names.attachments.get(identifier)
    if file and file.width and file.height:
        return (
            f'<img class="attachment" src="{escape(file.url)}" alt="{escape(alt)}"'
            f' width="{file.width}" height="{file.height}" loading="lazy" decoding="async">'
        )
    href = file.url if file else "" if identifier else source
    label = escape(alt or ("" if identifier else source) or href)
    if not href or context.links:
        return label
    if is_outside(href):
        return f'<a class="outside" href="{escape(href)}" rel="{OUTSIDE_REL}">{label}</a>'
    return f'<a href="{escape(href)}">{label}</a>'


def _formula(token: Token, _context: Context) -> str:
    made = mathml(token.content, display=token.meta["display"])
    return made or f'<code class="broken-formula">{escape(token.content)}</code>'


def _spoiler_open(_token: Token, _context: Context) -> str:
    # Focus uncovers it, so a key or a touch does too.
    return '<span class="spoiler" tabindex="0">'


def _container_spoiler_open(token: Token, _context: Context) -> str:
    title = spoiler_title(token.info)
    # Without a summary of ours the browser puts its own word there, in its reader's language.
    summary = f"<summary>{escape(title)}</summary>\n" if title else ""
    return f'<details class="spoiler-block" dir="auto">{summary}'


def _container_spoiler_close(_token: Token, _context: Context) -> str:
    return "</details>\n"


def _code_block(token: Token, _context: Context) -> str:
    return f'<pre class="code" dir="ltr" tabindex="0"><code>{escape(token.content)}</code></pre>\n'


def _fence(token: Token, context: Context) -> str:
    name = language(token.info)
    label = f' data-language="{name}"' if name else ""
    size = len(token.content)
    if name and size <= context.colour_left and fit_to_colour(token.content):
        context.colour_left -= size
        code = coloured(token.content, language=name)
    else:
        code = escape(token.content)
    return f'<pre class="code" dir="ltr"{label} tabindex="0"><code>{code}</code></pre>\n'


def _table_open(token: Token, context: Context) -> str:
    """The table in a region of its own that scrolls; its name is read from its head."""
    heads = (words(head.children or (), context.names).strip() for head in token.meta["heads"])
    label = excerpt(", ".join(head for head in heads if head), 120)
    region = f' role="region" aria-label="{escape(label)}"' if label else ""
    return f'<div class="table-scroll" tabindex="0"{region}><table dir="auto">\n'


def _table_close(_token: Token, _context: Context) -> str:
    return "</table></div>\n"


def _th_open(token: Token, _context: Context) -> str:
    return f'<th scope="col"{_align(token)}>'


def _td_open(token: Token, _context: Context) -> str:
    return f"<td{_align(token)}>"


def _footnote_ref(token: Token, context: Context) -> str:
    note, mark = _footnote_ids(token, context)
    number = token.meta["id"] + 1
    return f'<sup><a class="footnote-mark" href="#{note}" id="{mark}" role="doc-noteref">{number}</a></sup>'


def _footnote_block_open(_token: Token, _context: Context) -> str:
    return '<section class="footnotes" role="doc-endnotes">\n<ol dir="auto">\n'


def _footnote_block_close(_token: Token, _context: Context) -> str:
    return "</ol>\n</section>\n"


def _footnote_open(token: Token, context: Context) -> str:
    return f'<li id="{_footnote_ids(token, context)[0]}">'


def _footnote_close(_token: Token, _context: Context) -> str:
    return "</li>\n"


def _footnote_anchor(token: Token, context: Context) -> str:
    mark = _footnote_ids(token, context)[1]
    return f' <a class="footnote-back" href="#{mark}" role="doc-backlink">↩\ufe0e</a>'


def _lower_heading(tag: str) -> str:
    """A page has its h1 and each post may have an h2, so what members write begins at h3."""
    return f"h{min(int(tag[1]) + 2, 6)}"


def _align(token: Token) -> str:
    name = _ALIGN.get(str(token.attrs.get("style", "")))
    return f' class="{name}"' if name else ""


def _footnote_ids(token: Token, context: Context) -> tuple[str, str]:
    """The ids of a note and of one mark that points to it. The prefix keeps two posts on one page apart."""
    number = token.meta["id"] + 1
    again = token.meta.get("subId", 0)
    return f"{context.prefix}fn-{number}", f"{context.prefix}fnref-{number}" + (f"-{again + 1}" if again else "")


_DRAWN: dict[str, Callable[[Token, Context], str]] = {
    "blockquote_open": _blockquote_open,
    "bullet_list_open": _bullet_list_open,
    "code_block": _code_block,
    "container_spoiler_close": _container_spoiler_close,
    "container_spoiler_open": _container_spoiler_open,
    "deposit": _deposit,
    "fence": _fence,
    "footnote_anchor": _footnote_anchor,
    "footnote_block_close": _footnote_block_close,
    "footnote_block_open": _footnote_block_open,
    "footnote_close": _footnote_close,
    "footnote_open": _footnote_open,
    "footnote_ref": _footnote_ref,
    "formula": _formula,
    "heading_close": _heading_close,
    "heading_open": _heading_open,
    "image": _image,
    "link_close": _link_close,
    "link_open": _link_open,
    "list_item_open": _list_item_open,
    "mention": _mention,
    "ordered_list_open": _ordered_list_open,
    "quote_by": _quote_by,
    "spoiler_open": _spoiler_open,
    "table_close": _table_close,
    "table_open": _table_open,
    "td_open": _td_open,
    "th_open": _th_open,
}


def register(md: MarkdownIt) -> None:
    """Draw these pieces our way, in place of what the parser and its plugins would do."""
    rules: dict[str, Any] = {name: partial(_drawn, draw) for name, draw in _DRAWN.items()}
    cast(RendererHTML, md.renderer).rules.update(rules)


def _drawn(
    draw: Callable[[Token, Context], str], tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
) -> str:
    return draw(tokens[idx], cast(Context, env["context"]))
