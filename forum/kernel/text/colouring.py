"""Code with its parts told apart by classes. A few languages that this field uses; all else stays plain."""

import re
from functools import cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, Punctuation, String, _TokenType

from forum.kernel.text.limits import MAX_HIGHLIGHT, MAX_HIGHLIGHT_LINE

# fmt: off
LANGUAGES = (
    "bash", "css", "diff", "html", "ini", "javascript", "json", "julia", "python", "r", "sql", "toml", "xml", "yaml",
)
# fmt: on
_BLANK_LINES = re.compile(r"(?:\n[ \t]*){12}")
_ALIASES = {"js": "javascript", "py": "python", "sh": "bash", "shell": "bash", "geojson": "json", "yml": "yaml"}

# From the particular to the general: the first that contains a token's type gives the class.
_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "tok-comment"),
    (Keyword, "tok-keyword"),
    (String, "tok-string"),
    (Number, "tok-number"),
    (Operator, "tok-operator"),
    (Name.Tag, "tok-keyword"),
    (Name.Attribute, "tok-name"),
    (Name.Function, "tok-name"),
    (Name.Class, "tok-name"),
    (Name.Builtin, "tok-name"),
    (Generic.Inserted, "tok-added"),
    (Generic.Deleted, "tok-removed"),
    (Generic.Heading, "tok-comment"),
    (Generic.Subheading, "tok-comment"),
    (Punctuation, ""),
)
CLASSES = frozenset(name for _, name in _CLASSES if name)


def language(info: str) -> str:
    """The language that the words after the backticks name, in its usual spelling, or the empty string."""
    word = info.split(maxsplit=1)[0].lower() if info.strip() else ""
    word = _ALIASES.get(word, word)
    return word if word in LANGUAGES else ""


def fit_to_colour(code: str) -> bool:
    """Whether the lexers, whose patterns were not written for hostile input, can be let loose on `code`."""
    short_lines = all(len(line) <= MAX_HIGHLIGHT_LINE for line in code.split("\n"))
    return len(code) <= MAX_HIGHLIGHT and short_lines and not _BLANK_LINES.search(code)


@cache
def _lexer(name: str) -> Lexer:
    """Made when first needed: each lexer is a module of its own, and most processes colour no code."""
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


def coloured(code: str, *, language: str) -> str:
    """`code` escaped, with a span around each run of one class. `language` is one of `LANGUAGES`."""
    out: list[str] = []
    run: list[str] = []
    current = ""
    for kind, value in _lexer(language).get_tokens(code):
        name = _class(kind)
        if name != current:
            out.append(_span(current, "".join(run)))
            run, current = [], name
        run.append(value)
    out.append(_span(current, "".join(run)))
    return "".join(out)


@cache
def _class(kind: _TokenType) -> str:
    # A kind is a tuple of names from the general to the particular: Literal, String, Doc.
    return next((name for general, name in _CLASSES if kind[: len(general)] == general), "")


def _span(name: str, words: str) -> str:
    if not words:
        return ""
    return f'<span class="{name}">{escape(words)}</span>' if name else escape(words)
