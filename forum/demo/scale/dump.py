"""Material out of a Stack Exchange data dump: a folder with `Posts.xml` and, where there is one, `Comments.xml`.

Such texts are under CC BY-SA: for measurements on one's own machine, never for a forum that is shown to anybody.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import iterparse

from forum.demo.scale.material import Material, Piece, piece
from forum.kernel.errors import Invalid

MOST = 4000
"""Texts read at most: enough variety, and rendered in seconds."""

_BREAKS = {"p": "\n\n", "br": "\n", "ul": "\n\n", "ol": "\n\n", "hr": "\n\n", "h1": "\n\n", "h2": "\n\n", "h3": "\n\n"}
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}


class NoDump(ValueError):
    """There is no usable `Posts.xml` in the folder."""


def dumped(folder: Path) -> Material:
    """Questions' titles, and questions, answers and comments as posts. Raises `NoDump`."""
    path = folder / "Posts.xml"
    if not path.is_file():
        raise NoDump(f"There is no Posts.xml in {folder}.")
    titles: list[str] = []
    pieces: list[Piece] = []
    for row in _rows(path):
        if title := row.get("Title"):
            titles.append(" ".join(title.split())[:200])
        pieces.extend(_piece(markdown(row.get("Body", ""))))
    if (comments := folder / "Comments.xml").is_file():
        for row in _rows(comments):
            pieces.extend(_piece(row.get("Text", "")))
    if not titles or not pieces:
        raise NoDump(f"Posts.xml in {folder} holds no questions.")
    return Material(shares={"en": 1.0}, titles={"en": titles}, pieces={"en": pieces}, together=1)


def markdown(html: str) -> str:
    """A dump's HTML as Markdown, as far as it can be said in it; the rest as plain words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.out).strip()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The attributes of up to `MOST` rows. The parser is the standard library's: a dump is the caller's own file."""
    with path.open("rb") as file:
        count = 0
        for _event, element in iterparse(file):  # noqa: S314
            if element.tag == "row":
                yield dict(element.attrib)
                count += 1
            element.clear()
            if count == MOST:
                return


def _piece(source: str) -> Iterator[Piece]:
    try:
        made = piece(source)
    except Invalid:
        return  # longer, deeper or stranger than a post may be
    if made.text:
        yield made


class _Reader(HTMLParser):
    """Writes Markdown while it reads HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.links: list[str] = []
        self.code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "pre":
            self.out.append("\n\n```\n")
            self.code = True
        elif tag == "code" and not self.code:
            self.out.append("`")
        elif tag == "li":
            self.out.append("\n- ")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.out.append("[")
        else:
            self.out.append(_MARKS.get(tag) or _BREAKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self.out.append("\n```\n\n")
            self.code = False
        elif tag == "code" and not self.code:
            self.out.append("`")
        elif tag == "a" and self.links:
            self.out.append(f"]({self.links.pop()})")
        elif tag in ("p", "ul", "ol"):
            self.out.append("\n\n")
        else:
            self.out.append(_MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self.out.append(data)
