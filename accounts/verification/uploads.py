"""What a document may be. Judged by its bytes, not by its name; nothing is decoded before its size is known to be harmless.

Images are decoded and encoded anew, so that neither metadata nor anything hidden behind the picture comes through.
"""

import io
import re
import struct
import zlib
from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, UnidentifiedImageError

from forum.kernel.errors import Invalid

LARGEST = 8 * 1024 * 1024
MOST_PIXELS = 24_000_000
LONGEST_SIDE = 12_000
TYPES = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png"}
_PDF_START = re.compile(rb"%PDF-[12]\.\d[\r\n %]")
# What a document that only shows something has no need of.
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|OpenAction|AA)\b")
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


class BadDocument(Invalid):
    """400: not a PDF, JPEG or PNG, not what it says it is, or larger than a document needs to be."""

    code = "bad_document"
    title = _("We cannot take this file. A PDF, JPEG or PNG of up to 8 MB is fine.")


@dataclass(frozen=True, slots=True)
class Document:
    """A document fit to keep: its kind ("pdf", "jpeg", "png") and its bytes."""

    kind: str
    content: bytes


def accept(content: bytes, *, claimed: str) -> Document:
    """`content` as we may keep it. `claimed` is the media type that came with it, which must be the true one.

    Raises `BadDocument`.
    """
    if not content or len(content) > LARGEST:
        raise BadDocument
    kind = sniff(content)
    if TYPES.get(claimed.partition(";")[0].strip().lower()) != kind:
        raise BadDocument(_("This file is not what its name says."))
    if kind == "pdf":
        return Document(kind, _checked_pdf(content))
    return Document(kind, _encoded_anew(content, kind))


def sniff(content: bytes) -> str:
    """What `content` is by its first bytes: "pdf", "jpeg" or "png". Raises `BadDocument` for anything else."""
    try:
        found = puremagic.from_string(content[:4096], mime=True)
    except (puremagic.PureError, ValueError) as unknown:
        raise BadDocument from unknown
    if found not in TYPES:
        raise BadDocument
    return TYPES[found]


def _checked_pdf(content: bytes) -> bytes:
    if not _PDF_START.match(content) or b"%%EOF" not in content[-2048:]:
        raise BadDocument(_("This PDF is cut off, or is none."))
    if _PDF_ACTIVE.search(content):
        raise BadDocument(_("This PDF does things by itself. Print it to a new PDF, and send that."))
    return content


def _encoded_anew(content: bytes, kind: str) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=[kind.upper()]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
                raise BadDocument(_("This picture has too many pixels. 24 million are plenty to read a document."))
            image.load()
            see_through = kind == "png" and image.mode in {"P", "LA", "RGBA"}
            plain = image.convert("RGBA" if see_through else "RGB")
    except _BROKEN as broken:
        raise BadDocument(_("This picture is broken, or is none.")) from broken
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    out = io.BytesIO()
    clean.save(out, format=kind.upper(), **({"quality": 90} if kind == "jpeg" else {}))
    return out.getvalue()


# A cut-off file is refused, never filled in with grey.
ImageFile.LOAD_TRUNCATED_IMAGES = False
