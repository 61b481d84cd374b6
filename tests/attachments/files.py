"""Files to bring, and bringing them."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.members.models import Member
from threads.discussion.attachments import services

SECRET = b"SecretCamera 48.1372N"


def jpeg(size: tuple[int, int] = (60, 40), *, orientation: int = 1) -> bytes:
    """A picture whose camera wrote down where it was."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = orientation
    out = io.BytesIO()
    Image.new("RGB", size, "#3a6b5c").save(out, "JPEG", exif=exif, comment=SECRET)
    return out.getvalue()


def png(size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture that lets something through."""
    out = io.BytesIO()
    Image.new("RGBA", size, (10, 90, 60, 120)).save(out, "PNG")
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A small file that says it is a picture of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 4096)) + chunk(b"IEND", b"")
    )


def workbook(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *names):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def bring(owner: Member, content: bytes | None = None, name: str = "pit.jpg", alt: str = "The north wall") -> str:
    content = jpeg() if content is None else content
    file = SimpleUploadedFile(name, content)
    return services.bring_file(actor=owner, file=file, name=name, size=len(content), alt=alt)
