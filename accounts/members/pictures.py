"""A member's picture: decoded and encoded anew in a process of its own, cut to a square, and kept under a name of chance."""

import io
import re
import secrets
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image

from forum.kernel import files
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.files import KINDS

LARGEST = 4 * 1024 * 1024
SIDE = 256
NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")


class BadPicture(Invalid):
    """400: not a picture, or larger than a picture of this size needs to be."""

    code = "bad_picture"
    title = _("We cannot take this picture. A JPEG, PNG, GIF, WebP or AVIF of up to 4 MB is fine.")


def put(content: bytes) -> str:
    """Keep `content` as a square of 256 pixels; the name it lies under. Raises `BadPicture`, `PictureRefused`.

    What is not a picture by its own bytes is refused undecoded; what is one is decoded apart from us (`encoder.py`).
    """
    if not content or len(content) > LARGEST:
        raise BadPicture
    file = io.BytesIO(content)
    try:
        kind = files.kind_of(file, "")
    except files.UnknownFile as unknown:
        raise BadPicture from unknown
    if not KINDS[kind].picture:
        raise BadPicture
    files.measured(file, kind)
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "source", Path(folder) / "made"
        source.write_bytes(content)
        made.mkdir()
        picture = files.encode_anew(source, kind, made)
        square = _square(picture.files["image/webp"])
    name = secrets.token_urlsafe(16)
    default_storage.save(_path(name), ContentFile(square))
    return name


def read(name: str) -> bytes:
    """The WebP under `name`. Raises `NotFound`."""
    if not NAME.fullmatch(name):
        raise NotFound
    try:
        with default_storage.open(_path(name), "rb") as file:
            return bytes(file.read())
    except FileNotFoundError as gone:
        raise NotFound from gone


def drop(name: str) -> None:
    """Delete the file under `name`; none is deleted twice."""
    if name:
        default_storage.delete(_path(name))


def _square(encoded: Path) -> bytes:
    """The middle of a picture that we encoded ourselves, as WebP."""
    out = io.BytesIO()
    with Image.open(encoded, formats=["WEBP"]) as picture:
        side = min(picture.size)
        left, top = (picture.width - side) // 2, (picture.height - side) // 2
        middle = picture.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        middle.save(out, format="WEBP", quality=82, method=3)
    return out.getvalue()


def _path(name: str) -> str:
    return f"avatars/{name}.webp"
