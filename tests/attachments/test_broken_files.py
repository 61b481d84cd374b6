"""Files broken on purpose: each is one of the kinds that are taken, or refused in words. Nothing else comes of them."""

import io
import zipfile
from random import Random
from struct import pack

import pytest
from PIL import Image

from forum.kernel.files import PictureRefused, UnknownFile, kind_of, measured
from forum.kernel.files.kinds import ENTRY, MOST_ENTRIES
from tests.attachments.files import jpeg, png, workbook

BOOK = workbook("xl/worksheets/sheet1.xml")
LINE = BOOK.index(ENTRY)
"""Where the first line of the list of contents begins."""


def kind(content: bytes) -> str:
    """The kind it is taken for, empty where it is refused."""
    try:
        return kind_of(io.BytesIO(content), "book.xlsx")
    except UnknownFile:
        return ""


def at(place: int, value: bytes, whole: bytes = BOOK) -> bytes:
    return whole[:place] + value + whole[place + len(value) :]


BROKEN = {
    "a line that does not begin as one": (at(LINE, b"PK\x01\x03"), zipfile.BadZipFile),
    "a name in no alphabet": (at(LINE + 46, b"\xff\xfe", at(LINE + 8, pack("<H", 0x800))), UnicodeDecodeError),
    "a version to come": (at(LINE + 6, b"\xff"), NotImplementedError),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_the_reader_of_archives_raises_is_a_refusal(name: str) -> None:
    content, error = BROKEN[name]
    with pytest.raises(error), zipfile.ZipFile(io.BytesIO(content)):
        pass
    assert kind(content) == ""


@pytest.mark.parametrize("value", [b"\x01\x00", b"\x41\x00"], ids=["under a password", "under a strong one"])
def test_whether_it_is_packed_under_a_password_is_not_looked_at(value: bytes) -> None:
    assert kind(at(LINE + 8, value)) == "xlsx"


def test_an_endless_list_of_contents_is_refused_unread() -> None:
    assert kind(workbook(*(f"xl/{number}" for number in range(MOST_ENTRIES - 2)))) == "xlsx"
    assert kind(workbook(*(f"xl/{number}" for number in range(MOST_ENTRIES - 1)))) == ""


def test_no_broken_archive_gets_farther_than_a_refusal() -> None:
    """Bytes flipped, fields filled up, ends cut off, records of larger archives put in: five thousand of them."""
    dice, raised = Random(8), set()
    tail = BOOK.rindex(b"PK\x05\x06")
    large = pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 3, 3, tail - LINE, LINE) + pack(
        "<IIQI", 0x07064B50, 0, tail, 1
    )
    whole = BOOK[:tail] + large + BOOK[tail:]
    for _ in range(5_000):
        content = bytearray(dice.choice((BOOK, whole)))
        begin = dice.choice((0, LINE, content.rindex(b"PK\x05\x06") - 76))
        for _ in range(dice.randint(1, 3)):
            place = dice.randrange(begin, len(content))
            value = dice.choice((dice.randbytes(1), b"\0\0", b"\xff\xff", b"\xff" * 4, b"\xff" * 8, pack("<HH", 1, 24)))
            content[place : place + len(value)] = value
        cut = dice.choice((0, 0, 0, dice.randrange(60)))
        mutant = bytes(content[: len(content) - cut])
        assert kind(mutant) in {"", "xlsx"}
        try:
            zipfile.ZipFile(io.BytesIO(mutant)).close()
        except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as error:
            raised.add(type(error))
    assert raised == {zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError}


def _drawn(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#3a6b5c").save(out, form)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore")  # what a reader of pictures skips, it says, and reads on
@pytest.mark.parametrize("form", ["jpeg", "png", "gif", "webp", "avif"])
def test_no_broken_picture_gets_farther_than_a_refusal(form: str) -> None:
    dice, sound = Random(8), {"jpeg": jpeg(orientation=6), "png": png()}.get(form) or _drawn(form)
    refused = 0
    for _ in range(400):
        content = bytearray(sound)
        for _ in range(dice.randint(1, 6)):
            place = dice.randrange(2, min(len(content), 400))
            content[place : place + 2] = dice.choice((dice.randbytes(2), b"\0\0", b"\xff\xff"))
        try:
            width, height = measured(io.BytesIO(bytes(content[: dice.randrange(12, len(content) + 1)])), form)
            assert 0 < width <= 2560
            assert 0 < height <= 2560
        except PictureRefused:
            refused += 1
    assert refused
