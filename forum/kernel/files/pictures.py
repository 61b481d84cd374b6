"""Pictures, made anew: a decoder that somebody broke into must find nothing, and what a camera wrote must not get out.

A picture is decoded in a process of its own, without our environment, within limits of memory, time and files
(`encoder.py`). What it hands back is a new picture: pixels, and nothing that the old one carried beside them.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from forum.kernel.errors import Invalid
from forum.kernel.files import encoder

PATIENCE = 60.0
"""Seconds for one picture, on a machine that does much else."""

ROOT = Path(__file__).resolve().parents[3]


class PictureRefused(Invalid):
    """400: a picture that cannot be read, or is larger than anybody could look at."""

    code = "picture_refused"
    title = _("This picture cannot be taken.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew: sizes in pixels, and its files by media type, the best first."""

    width: int
    height: int
    files: dict[str, Path]


def measured(file: IO[bytes], kind: str) -> tuple[int, int]:
    """Width and height that `file` will have once it is made anew. Its head alone is read: nothing is decoded.

    Raises `PictureRefused` beyond 50 million pixels or 20,000 on a side, and for what has no size.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=[kind.upper()]) as picture:
            size = encoder.upright(picture)
    except (
        Image.DecompressionBombWarning,
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        RuntimeError,
        Image.DecompressionBombError,
    ) as error:
        raise PictureRefused(_("This is no picture that we can read.")) from error
    finally:
        file.seek(0)
    if not encoder.bearable(*size):
        raise PictureRefused(_("A picture may have 50 million pixels, and 20,000 on a side."))
    return encoder.fitted(*size)


def encode_anew(source: Path, kind: str, folder: Path) -> Picture:
    """Have `source` decoded and written anew into `folder`, which is empty. Raises `PictureRefused`."""
    command = [sys.executable, "-B", "-s", "-m", "forum.kernel.files.encoder", kind.upper(), str(source), str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, told two paths of ours
            command, cwd=ROOT, env={}, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise PictureRefused(_("This picture could not be read within its limits.")) from error
    told = orjson.loads(done.stdout)
    return Picture(
        width=told["width"],
        height=told["height"],
        files={media: folder / name for media, name in told["files"].items()},
    )
