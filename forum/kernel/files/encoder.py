"""The program that decodes a picture and writes it anew. It runs alone, and reads nothing of Assay's.

    python -m forum.kernel.files.encoder JPEG picture folder

Limits itself first: 1.5 GB of memory, 40 seconds of CPU, 64 MB a file, no other processes. Prints what it wrote as JSON.
"""

import json
import resource
import sys
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
SHOWN = 2560
"""Pixels on the longer side that anybody is shown."""

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 40
FILE_BYTES = 64 * 1024 * 1024
ORIENTATION = 0x0112
TURNED = frozenset({5, 6, 7, 8})


def bearable(width: int, height: int) -> bool:
    """Whether a picture of this size is decoded at all."""
    return 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and width * height <= MOST_PIXELS


def upright(picture: Image.Image) -> tuple[int, int]:
    """The size once it is turned as the camera was held, as far as the head tells.

    The base class is asked: a PNG's own `getexif` decodes the whole picture to look behind it.
    """
    turned = Image.Image.getexif(picture).get(ORIENTATION) in TURNED
    width, height = picture.size
    return (height, width) if turned else (width, height)


def fitted(width: int, height: int) -> tuple[int, int]:
    """The size it is shown in: at most 2,560 pixels on the longer side."""
    scale = min(1.0, SHOWN / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def encode(kind: str, source: Path, folder: Path) -> dict[str, object]:
    """Write `source` as AVIF, WebP, and JPEG or (where it lets something through) PNG. Of moving pictures the first."""
    with Image.open(source, formats=[kind]) as picture:
        if not bearable(*picture.size):
            raise ValueError("too large to be decoded")
        picture.load()
        pixels = ImageOps.exif_transpose(picture)
    clear = "A" in pixels.getbands() or "transparency" in pixels.info
    size = fitted(*pixels.size)
    # A new picture of pixels alone: no profile, no comment, no place, no thumbnail of what was cut off.
    plain = pixels.convert("RGBA" if clear else "RGB").resize(size, Image.Resampling.LANCZOS)
    plain.info.clear()
    plain.save(folder / "picture.avif", "AVIF", quality=60, speed=8, max_threads=1)
    plain.save(folder / "picture.webp", "WEBP", quality=82, method=3)
    files = {"image/avif": "picture.avif", "image/webp": "picture.webp"}
    if clear:
        plain.save(folder / "picture.png", "PNG")
        files["image/png"] = "picture.png"
    else:
        plain.save(folder / "picture.jpg", "JPEG", quality=85, progressive=True)
        files["image/jpeg"] = "picture.jpg"
    return {"width": size[0], "height": size[1], "files": files}


def main() -> None:
    kind, source, folder = sys.argv[1:]
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    try:
        told = encode(kind, Path(source), Path(folder))
    except (
        OSError,
        ValueError,
        SyntaxError,
        MemoryError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
    ) as error:
        sys.exit(f"refused: {type(error).__name__}")
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
