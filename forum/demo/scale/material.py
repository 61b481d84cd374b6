"""What the generated members say: titles, and pieces of Markdown that posts are put together from, rendered once each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from string import Formatter

from forum.demo.scale.vocabulary import (
    HANDLE_FIRST,
    HANDLE_LAST,
    LANGUAGE_SHARES,
    PLACE_ENDS,
    SENTENCES,
    SLOTS,
    SYLLABLES,
    TITLES,
)
from forum.kernel import text

PIECES = 3000
PLACES = 4000
MOST_PIECES = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a post: Markdown, and what the renderer makes of it."""

    source: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """What a forum is filled with: for each language its share (of one), its titles and its pieces.

    A post is one to `together` pieces of one language.
    """

    shares: dict[str, float]
    titles: dict[str, Sequence[str]]
    pieces: dict[str, Sequence[Piece]]
    together: int


def invented(*, seed: int, handles: Sequence[str]) -> Material:
    """Talk about deposits that do not exist, `handles` mentioned here and there."""
    writer = _Writer(Random(seed), handles)
    counts = {language: max(40, round(PIECES * share)) for language, share in LANGUAGE_SHARES.items()}
    people = text.Names(members={handle.lower(): f"/members/{handle}" for handle in handles})
    return Material(
        shares=LANGUAGE_SHARES,
        titles={language: [writer.title(language) for _ in range(PIECES)] for language in counts},
        pieces={
            language: [piece(writer.block(language), people) for _ in range(count)]
            for language, count in counts.items()
        },
        together=MOST_PIECES,
    )


def piece(source: str, names: text.Names | None = None) -> Piece:
    """`source` through the renderer. Raises `Invalid` for what the renderer refuses."""
    cleaned = text.clean(source, max_length=text.MAX_SOURCE)
    rendered = text.render(text.parse(cleaned), names=names)
    return Piece(source=cleaned, html=rendered.html, text=rendered.text)


def joined(parts: Sequence[Piece]) -> tuple[str, str, str]:
    """Source, HTML and plain words of a post of `parts`: what the renderer makes of a whole is the parts' in a row."""
    return (
        "\n\n".join(part.source for part in parts),
        "".join(part.html for part in parts),
        "\n".join(part.text for part in parts),
    )


def handles_for(count: int, *, random: Random, taken: set[str]) -> Iterator[str]:
    """`count` handles that nobody has; `taken` (in lower case) grows with them."""
    while count:
        number = random.randint(1, 9999)
        handle = f"{random.choice(HANDLE_FIRST)}-{random.choice(HANDLE_LAST)}-{number}"
        if handle not in taken:
            taken.add(handle)
            count -= 1
            yield handle


class _Writer:
    """Fills the slots of sentences. Few places are spoken of often, most seldom."""

    def __init__(self, random: Random, handles: Sequence[str]) -> None:
        self.random = random
        self.handles = handles
        self.places = [self._name() for _ in range(PLACES)]

    def _name(self) -> str:
        stem = "".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 2, 3)))).capitalize()
        end = self.random.choice(PLACE_ENDS)
        return f"{stem} {end.capitalize()}" if self.random.random() < 0.5 else stem + end

    def _slot(self, name: str) -> str:
        if name == "place":
            return self.places[min(int(self.random.paretovariate(0.7)) - 1, PLACES - 1)]
        if name == "n":
            return f"{round(self.random.lognormvariate(4, 2), 1):,}"
        if name == "year":
            return str(self.random.randint(1961, 2026))
        return self.random.choice(SLOTS[name])

    def _filled(self, pattern: str) -> str:
        # A slot may stand twice in a sentence, and is another word each time.
        return "".join(before + (self._slot(name) if name else "") for before, name, _, _ in Formatter().parse(pattern))

    def title(self, language: str) -> str:
        words = self._filled(self.random.choice(TITLES[language]))
        return words[0].upper() + words[1:]

    def _sentences(self, language: str, most: int) -> str:
        chosen = self.random.choices(SENTENCES[language], k=self.random.randint(1, most))
        return " ".join(map(self._filled, chosen))

    def block(self, language: str) -> str:
        """Mostly a paragraph; sometimes it brings a list, a table, a quote, code, a formula or a link along.

        It always begins with a paragraph, so that no list or quote runs into one of the piece before.
        """
        first = self._sentences(language, 4)
        extra = self.random.random()
        if extra < 0.06:
            return f"{first}\n\n" + "\n".join(f"- {self._sentences(language, 1)}" for _ in range(3))
        if extra < 0.10:
            rows = "\n".join(f"| {self._slot('place')} | {self._slot('n')} | {self._slot('code')} |" for _ in range(3))
            return f"{first}\n\n| deposit | Mt | code |\n|---|--:|---|\n{rows}"
        if extra < 0.16:
            return f"{first}\n\n> {self._sentences(language, 2)}\n\n{self._sentences(language, 2)}"
        if extra < 0.18:
            return f"{first}\n\n```python\ngrade = {self.random.random():.3f}\nprint(grade * tonnes)\n```"
        if extra < 0.20:
            return f"{first} $m = V \\rho$, so **{self._slot('n')} t**."
        if extra < 0.26:
            return f"{first} See <https://reports.example/{self.random.randint(1, 99_999)}>."
        if extra < 0.32 and self.handles:
            return f"@{self.random.choice(self.handles)} {first}"
        return first
