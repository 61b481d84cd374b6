"""Where files lie: in the storage that the settings name, a folder or S3.

attachments/waiting/<id>       as it was brought: read by the encoder alone, and gone once it is done
attachments/ready/<id>/<part>  what may be had
"""

from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

ENDINGS = {"image/avif": "avif", "image/webp": "webp", "image/png": "png", "image/jpeg": "jpg"}
DATA = "data"


def put_waiting(attachment_id: str, file: IO[bytes]) -> None:
    _put(_waiting(attachment_id), file)


def copy_waiting(attachment_id: str, target: Path) -> None:
    """Copy the file as it was brought to `target`. Raises FileNotFoundError."""
    with default_storage.open(_waiting(attachment_id)) as source, target.open("wb") as copy:
        for chunk in source.chunks():
            copy.write(chunk)


def forget_waiting(attachment_id: str) -> None:
    default_storage.delete(_waiting(attachment_id))


def put(attachment_id: str, part: str, file: IO[bytes]) -> None:
    _put(_ready(attachment_id, part), file)


def take(attachment_id: str, part: str) -> bytes:
    """What may be had. Raises FileNotFoundError."""
    with default_storage.open(_ready(attachment_id, part)) as file:
        return bytes(file.read())


def forget(attachment_id: str) -> None:
    """Delete everything of a file; what is not there is no loss."""
    forget_waiting(attachment_id)
    for part in (DATA, *ENDINGS.values()):
        default_storage.delete(_ready(attachment_id, part))


def _put(path: str, file: IO[bytes]) -> None:
    """Write exactly there. A second try after a failure replaces what the first one left."""
    file.seek(0)
    default_storage.delete(path)
    default_storage.save(path, File(file))


def _waiting(attachment_id: str) -> str:
    return f"attachments/waiting/{attachment_id}"


def _ready(attachment_id: str, part: str) -> str:
    return f"attachments/ready/{attachment_id}/{part}"
