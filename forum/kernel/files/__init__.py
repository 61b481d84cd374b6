"""Files that members bring: told by their bytes, and pictures made anew before anybody sees them."""

from forum.kernel.files.kinds import KINDS, FileKind, UnknownFile, kind_of, safe_name
from forum.kernel.files.pictures import Picture, PictureRefused, encode_anew, measured

__all__ = [
    "KINDS",
    "FileKind",
    "Picture",
    "PictureRefused",
    "UnknownFile",
    "encode_anew",
    "kind_of",
    "measured",
    "safe_name",
]
