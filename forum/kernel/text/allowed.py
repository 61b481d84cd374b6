"""What may stand in stored HTML. Everything that is not named here is taken out, whatever wrote it.

The renderer writes no tag that a member typed; this list is the second wall, and the only one that other code may
rely on.
"""

import re
from collections.abc import Callable
from html import escape

import nh3

from forum.kernel.text.addresses import allowed_address
from forum.kernel.text.colouring import CLASSES, LANGUAGES

# fmt: off
MATH_TAGS = frozenset((
    "math", "mfrac", "mi", "mn", "mo", "mover", "mphantom", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
))
TAGS = MATH_TAGS | frozenset((
    "a", "blockquote", "br", "code", "details", "div", "em", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol",
    "p", "pre", "s", "section", "span", "strong", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
))
# fmt: on
ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": frozenset(),  # unsaid, the sanitiser would let `lang` and `title` stand on every tag
    "a": frozenset(("href", "id", "rel", "role", "title")),
    "blockquote": frozenset(("dir",)),
    "details": frozenset(("dir",)),
    "div": frozenset(("aria-label", "role", "tabindex")),
    "img": frozenset(("alt", "decoding", "height", "loading", "src", "width")),
    "li": frozenset(("id",)),
    "math": frozenset(("display",)),
    "mfrac": frozenset(("displaystyle", "linethickness")),
    "mi": frozenset(("mathvariant",)),
    "mo": frozenset(("fence", "form", "lspace", "maxsize", "minsize", "rspace", "separator", "stretchy")),
    "mover": frozenset(("accent",)),
    "mspace": frozenset(("width",)),
    "mstyle": frozenset(("displaystyle", "scriptlevel")),
    "mtable": frozenset(("displaystyle", "scriptlevel")),
    "munder": frozenset(("accentunder",)),
    "ol": frozenset(("dir", "start")),
    "pre": frozenset(("data-language", "dir", "tabindex")),
    "section": frozenset(("role",)),
    "span": frozenset(("tabindex",)),
    "table": frozenset(("dir",)),
    "th": frozenset(("scope",)),
    "ul": frozenset(("dir",)),
}
CLASS_NAMES: dict[str, frozenset[str]] = {
    "a": frozenset(("deposit", "footnote-back", "footnote-mark", "mention", "outside", "quote-source")),
    "code": frozenset(("broken-formula",)),
    "details": frozenset(("spoiler-block",)),
    "div": frozenset(("table-scroll",)),
    "img": frozenset(("attachment",)),
    "li": frozenset(("task",)),
    "mtd": frozenset(("math-left", "math-right")),
    "p": frozenset(("quote-by",)),
    "pre": frozenset(("code",)),
    "section": frozenset(("footnotes",)),
    "span": CLASSES | {"spoiler", "task-mark"},
    "td": frozenset(("align-center", "align-left", "align-right")),
    "th": frozenset(("align-center", "align-left", "align-right")),
}
SCHEMES = frozenset(("http", "https", "mailto"))
# The words of these would be shown if only the tags went.
DROPPED_WITH_CONTENT = frozenset(
    ("iframe", "noscript", "object", "script", "style", "svg", "template", "textarea", "title")
)

PREFIX = re.compile(r"(?:[a-z][a-z0-9]{0,30}-)?")
_NOTE_ID = re.compile(PREFIX.pattern + r"fn(?:ref)?-[0-9]{1,4}(?:-[0-9]{1,4})?")
_LENGTH = re.compile(r"-?(?:[0-9](?:\.[0-9]{1,10})?|0?\.[0-9]{1,10})(?:em|ex)?|0")


def _one_of(*values: str) -> Callable[[str], bool]:
    return frozenset(values).__contains__


def _any(_value: str) -> bool:
    return True


def _number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 9


def _length(value: str) -> bool:
    return bool(_LENGTH.fullmatch(value))


def _note(value: str) -> bool:
    return bool(_NOTE_ID.fullmatch(value))


def _address(value: str) -> bool:
    if value.startswith("#"):
        return _note(value[1:])
    return allowed_address(value) and not value.startswith("attachment:")


def _own_path(value: str) -> bool:
    return value.startswith("/") and allowed_address(value)


_BOOLEAN = _one_of("true", "false")
VALUES: dict[str, Callable[[str], bool]] = {
    "accent": _BOOLEAN,
    "accentunder": _BOOLEAN,
    "alt": _any,
    "aria-label": _any,
    "data-language": _one_of(*LANGUAGES),
    "decoding": _one_of("async"),
    "dir": _one_of("auto", "ltr"),
    "display": _one_of("block"),
    "displaystyle": _BOOLEAN,
    "fence": _BOOLEAN,
    "form": _one_of("prefix", "infix", "postfix"),
    "height": _number,
    "href": _address,
    "id": _note,
    "linethickness": _one_of("0"),
    "loading": _one_of("lazy"),
    "lspace": _length,
    "mathvariant": _one_of("normal"),
    "maxsize": _length,
    "minsize": _length,
    "rel": _one_of("nofollow ugc noopener"),
    "role": _one_of("doc-backlink", "doc-endnotes", "doc-noteref", "region"),
    "rspace": _length,
    "scope": _one_of("col"),
    "scriptlevel": _one_of("0", "1"),
    "separator": _BOOLEAN,
    "src": _own_path,
    "start": _number,
    "stretchy": _BOOLEAN,
    "tabindex": _one_of("0"),
    "title": _any,
    "width": lambda value: _number(value) or _length(value),
}


ROUNDS = 5


def _filter(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return value
    holds = VALUES.get(attribute)  # attributes of tags that will go are asked about too
    return value if holds and holds(value) else None


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=_filter,
    link_rel=None,
    allowed_classes={tag: set(names) for tag, names in CLASS_NAMES.items()},
    url_schemes=set(SCHEMES),
)


def sanitised(html: str) -> str:
    """`html` with everything removed that this file does not allow.

    What is left can nest as no parser would read it, where what stood between is gone; so it is cleaned until a parser reads
    what is written. Text that will not come to rest is shown as text.
    """
    for _ in range(ROUNDS):
        before, html = html, _CLEANER.clean(html)
        if html == before:
            return html
    return escape(html, quote=False)
