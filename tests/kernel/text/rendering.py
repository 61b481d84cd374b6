"""A small world for texts: what the names in them stand for."""

from forum.kernel.text import Attachment, Deposit, Names, Post, QuoteRef, Rendered, parse, render

ORIGIN = "https://assay.example"
NAMES = Names(
    members={"daw-khin": "/members/Daw-Khin", "geologist": "/members/geologist"},
    deposits={
        "mount-weld": Deposit("Mount Weld", "/deposits/mount-weld"),
        "pangwa": Deposit("Pangwa", "/deposits/pangwa"),
    },
    posts={QuoteRef(5, 12): Post("/threads/5/12", "@geologist")},
    attachments={"core1": Attachment("/media/core1.webp", 800, 600), "report": Attachment("/media/report.pdf")},
)


def show(source: str, *, names: Names = NAMES, prefix: str | None = "p1-") -> Rendered:
    return render(parse(source, origin=ORIGIN), names=names, prefix=prefix)


def html(source: str) -> str:
    return show(source).html.strip()
