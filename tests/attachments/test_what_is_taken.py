"""A file is what its bytes are."""

import pytest
from django.db import transaction

from forum.kernel.errors import TooLarge
from forum.kernel.files import UnknownFile, safe_name
from tests.attachments.files import bring, jpeg, png, workbook
from tests.world import World, nothing_changes
from threads.discussion.attachments.models import Attachment
from threads.discussion.attachments.policies import AltMissing

TAKEN = {
    "photo.png": (jpeg(), "jpeg"),  # its name says otherwise
    "plan": (png(), "png"),
    "report.pdf": (b"%PDF-1.7\n%...", "pdf"),
    "grades.csv": ("deposit,Mt\nKälberg,4.5\n".encode(), "csv"),
    "outline.geojson": (b'{"type": "FeatureCollection", "features": []}', "geojson"),
    "model.xlsx": (workbook(), "xlsx"),
}
REFUSED = {
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "page.csv": b"<!doctype html><script>alert(1)</script>",
    "program": b"\x7fELF\x02\x01\x01",
    "grades.csv": b"\xff\xfe\x00\x01 not text",
    "data.json": b'{"type": "Nothing"}',
    "data.geojson": b"[1, 2",
    "macro.xlsx": workbook("xl/vbaProject.bin"),
    "loud macro.xlsx": workbook("XL/VBAPROJECT.BIN"),
    "list.json": b'{"type": []}',
    "archive.zip": b"PK\x05\x06" + b"\0" * 18,
    "short.xlsx": b"PK\x03\x04 nothing",
}


@pytest.mark.parametrize("name", TAKEN)
def test_it_is_taken_for_what_it_is(world: World, name: str) -> None:
    content, kind = TAKEN[name]
    assert Attachment.objects.get(pk=bring(world.geologist, content, name)).kind == kind


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_leaves_nothing(world: World, name: str) -> None:
    with nothing_changes(), pytest.raises(UnknownFile), transaction.atomic():
        bring(world.geologist, REFUSED[name], name)


def test_a_picture_without_words_for_it_is_refused(world: World) -> None:
    with nothing_changes(), pytest.raises(AltMissing), transaction.atomic():
        bring(world.geologist, alt="")


def test_more_than_ten_megabytes_are_refused(world: World) -> None:
    with nothing_changes(), pytest.raises(TooLarge), transaction.atomic():
        bring(world.geologist, b"%PDF-" + b"x" * (10 * 1024 * 1024), "large.pdf")


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("../../etc/passwd", "csv", "passwd.csv"),
        ("C:\\Users\\gil\\grades.exe.csv", "csv", "grades.exe.csv"),
        ('a"b\r\nX: y.pdf', "pdf", "a_b_X_ y.pdf"),
        ("။.png", "png", "file.png"),
        ("x" * 300 + ".pdf", "pdf", "x" * 96 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, kind: str, safe: str) -> None:
    assert safe_name(name, kind) == safe
