"""What goes into the renderer and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown_it.token import Token


@dataclass(frozen=True, slots=True, order=True)
class QuoteRef:
    """A post as a quote names it: `number` counts from 1 within `thread`. Its page is `/threads/<thread>/<number>`."""

    thread: int
    number: int


@dataclass(frozen=True, slots=True, order=True)
class AnswerRef:
    """A published answer as a quote names it. Its page is `/interviews/<interview>/answers/<answer>`."""

    interview: int
    answer: int

    @property
    def url(self) -> str:
        return f"/interviews/{self.interview}/answers/{self.answer}"


@dataclass(frozen=True, slots=True)
class Deposit:
    """What `[[slug]]` stands for. `url` is a path on this site."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Post:
    """A quoted post. `url` is a path on this site; `by` is the author as readers may see them."""

    url: str
    by: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """What `attachment:<id>` stands for. `url` is a path on this site; a picture has both sizes, in pixels."""

    url: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text read once: its pieces, and every name that must be looked up before it can be rendered.

    `handles` are in lower case; `mentions` are those of them that stand outside quotes. Nothing here says whether a
    name exists or may be seen; `Names` does. `digest` is of the source.
    """

    digest: str
    tokens: tuple[Token, ...]
    handles: tuple[str, ...]
    mentions: tuple[str, ...]
    deposits: tuple[str, ...]
    posts: tuple[QuoteRef, ...]
    answers: tuple[AnswerRef, ...]
    attachments: tuple[str, ...]
    links: tuple[str, ...]
    math: bool


@dataclass(frozen=True, slots=True)
class Names:
    """What the names in a text stand for, as far as its readers may see it. What is missing stays plain text.

    `members`: handle in lower case -> path of the profile.
    """

    members: Mapping[str, str] = field(default_factory=dict)
    deposits: Mapping[str, Deposit] = field(default_factory=dict)
    posts: Mapping[QuoteRef, Post] = field(default_factory=dict)
    attachments: Mapping[str, Attachment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text ready to store.

    `html` is safe to put into a page as it is. `text` is the whole as plain words, for search; `excerpt` leaves out
    quotes, code and spoilers. The tuples name what resolved, each once, in the order of first use: `mentions` without
    those inside quotes (they tell nobody anew), `images` the attachments shown or linked; `links` are the addresses on
    other sites. `version` is the `RENDERER_VERSION` that made it.
    """

    html: str
    text: str
    excerpt: str
    mentions: tuple[str, ...]
    deposits: tuple[str, ...]
    quotes: tuple[QuoteRef, ...]
    links: tuple[str, ...]
    images: tuple[str, ...]
    math: bool
    version: int
