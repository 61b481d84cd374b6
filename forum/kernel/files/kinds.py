"""What a file is, by its bytes. Its name and the sender's word count for nothing, but to tell one kind of text from another."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO

import orjson
from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import Invalid

NAME_LONGEST = 100
GEOJSON_TYPES = frozenset({
    "FeatureCollection", "Feature", "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
})  # fmt: skip
ENTRY = b"PK\x01\x02"
"""Begins each line of an archive's list of contents."""
MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024

_UNSAFE = re.compile(r"[^\w. ()-]+")


class UnknownFile(Invalid):
    """400: none of the kinds of file that are taken."""

    code = "file_not_taken"
    title = _("Files of this kind are not taken.")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken: its media type, its ending, and whether it is a picture."""

    media: str
    ending: str
    picture: bool = False


KINDS = {
    "jpeg": FileKind("image/jpeg", ".jpg", picture=True),
    "png": FileKind("image/png", ".png", picture=True),
    "gif": FileKind("image/gif", ".gif", picture=True),
    "webp": FileKind("image/webp", ".webp", picture=True),
    "avif": FileKind("image/avif", ".avif", picture=True),
    "pdf": FileKind("application/pdf", ".pdf"),
    "csv": FileKind("text/csv", ".csv"),
    "geojson": FileKind("application/geo+json", ".geojson"),
    "xlsx": FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
}


def kind_of(file: IO[bytes], name: str) -> str:
    """The name in `KINDS` of what `file` holds; it is left at its beginning. Raises `UnknownFile`."""
    file.seek(0)
    head = file.read(32)
    try:
        found = _by_signature(head) or _by_content(file, head, name.lower())
    finally:
        file.seek(0)
    if not found:
        raise UnknownFile(_("Pictures (JPEG, PNG, GIF, WebP, AVIF), PDF, CSV, GeoJSON and XLSX are taken."))
    return found


def safe_name(name: str, kind: str) -> str:
    """`name` without folders, signs and a false ending: at most 100 characters, never empty."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem = _UNSAFE.sub("_", plain.rpartition(".")[0] or plain).strip(" ._")
    ending = KINDS[kind].ending
    return (stem[: NAME_LONGEST - len(ending)] or "file") + ending


def _by_signature(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:12] == b"ftypavif":
        return "avif"
    return "pdf" if head.startswith(b"%PDF-") else ""


def _by_content(file: IO[bytes], head: bytes, name: str) -> str:
    if head.startswith(b"PK\x03\x04"):
        return "xlsx" if _is_workbook(file) else ""
    if name.endswith((".geojson", ".json")):
        return "geojson" if _is_geojson(file) else ""
    return "csv" if name.endswith(".csv") and _is_text(file) else ""


def _is_workbook(file: IO[bytes]) -> bool:
    """A spreadsheet without macros. Only the list of contents is read; nothing is unpacked.

    That raises `BadZipFile`, `UnicodeDecodeError` for a name that is no UTF-8, and `NotImplementedError` for a version to
    come; what is packed in which way, and whether under a password, is not looked at.
    """
    file.seek(0)
    if file.read().count(ENTRY) > MOST_ENTRIES:
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError):
        return False
    # To the programs that open it, a part's name is the same in capitals.
    names = {entry.filename.lower() for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        return False
    active = ("vbaproject", "activex", "embeddings/")
    return "xl/workbook.xml" in names and not any(sign in name for name in names for sign in active)


def _is_geojson(file: IO[bytes]) -> bool:
    file.seek(0)
    try:
        data = orjson.loads(file.read())
    except orjson.JSONDecodeError:
        return False
    return isinstance(data, dict) and str(data.get("type")) in GEOJSON_TYPES


def _is_text(file: IO[bytes]) -> bool:
    file.seek(0)
    whole = file.read()
    try:
        text = whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and "\0" not in text and not text.lstrip().lower().startswith(("<", "%!"))
