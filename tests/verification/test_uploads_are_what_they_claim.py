"""Files are judged by their bytes; what is not what it claims is refused before it is decoded."""

import io
import struct
import zlib

import pytest
from PIL import Image

from accounts.verification import uploads
from tests.verification.cases import PDF, picture


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is very large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "claimed", "kind"),
    [(PDF, "application/pdf", "pdf"), (picture("PNG"), "image/png", "png"), (picture("JPEG"), "image/jpeg", "jpeg")],
)
def test_an_honest_file_is_taken(content: bytes, claimed: str, kind: str) -> None:
    assert uploads.accept(content, claimed=claimed).kind == kind


@pytest.mark.parametrize(
    ("content", "claimed"),
    [
        (b"", "application/pdf"),
        (picture("PNG"), "image/jpeg"),
        (picture("PNG"), "application/pdf"),
        (PDF, "image/png"),
        (picture("GIF"), "image/gif"),
        (picture("GIF"), "image/png"),
        (b"MZ" + b"\0" * 500, "application/pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"),
        (b"<html><script>alert(1)</script></html>", "application/pdf"),
        (b"PK\x03\x04" + PDF, "application/pdf"),
        (b"GIF89a" + PDF, "application/pdf"),
        (PDF[:20], "application/pdf"),
        (PDF.replace(b"<< >>", b"<< /OpenAction 5 0 R >>"), "application/pdf"),
        (PDF.replace(b"<< >>", b"<< /EmbeddedFiles 5 0 R >>"), "application/pdf"),
        (picture("PNG")[:60], "image/png"),
        (picture("JPEG")[:300], "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "image/png"),
        (png_that_claims(60_000, 60_000), "image/png"),
        (png_that_claims(20_000, 10), "image/png"),
        (PDF + b"x" * uploads.LARGEST, "application/pdf"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(content: bytes, claimed: str) -> None:
    with pytest.raises(uploads.BadDocument):
        uploads.accept(content, claimed=claimed)


def test_a_picture_loses_its_metadata_and_what_hides_behind_it() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken in Pangwa"
    told = picture("JPEG", exif=exif.tobytes()) + b"<script>hidden</script>"
    kept = uploads.accept(told, claimed="image/jpeg").content
    assert b"Pangwa" in told
    assert b"Pangwa" not in kept
    assert b"hidden" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (40, 30)
        assert not image.getexif()
