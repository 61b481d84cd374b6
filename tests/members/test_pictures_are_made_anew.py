"""A member's picture is judged by its bytes, decoded and encoded anew, and never more than a small square of pixels."""

import io
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from PIL.ExifTags import Base

from accounts.members import services
from accounts.members.models import Member
from accounts.members.pictures import BadPicture
from accounts.members.policies import Silenced
from accounts.members.selectors import Viewer
from forum.kernel.errors import Invalid
from tests.verification.cases import PDF
from tests.world import World, client_of, nothing_changes, start


def photograph(kind: str = "JPEG", size: tuple[int, int] = (900, 400)) -> bytes:
    """A picture that says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[Base.ImageDescription] = "At the adit of Pangwa"
    Image.new("RGB", size, "teal").save(out, format=kind, exif=exif)
    return out.getvalue()


def stored() -> list[str]:
    return default_storage.listdir("avatars")[1] if default_storage.exists("avatars") else []


def test_what_everybody_gets_is_a_square_without_a_word_of_the_camera(world: World) -> None:
    services.set_picture(actor=world.newcomer, content=photograph())

    url = f"/avatars/{Member.objects.get(pk=world.newcomer.pk).picture}.webp"
    answer = Client().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert b"Pangwa" not in answer.content
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert (shown.size, shown.format, dict(shown.getexif())) == ((256, 256), "WEBP", {})


@pytest.mark.parametrize(
    "content",
    [b"", PDF, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"GIF89a" + b"\0" * 40,
     photograph()[:300], b"\xff\xd8\xff<?php echo 1; ?>", photograph() + b"\0" * 5_000_000],
    ids=["nothing", "pdf", "svg", "hollow gif", "cut off", "script", "over 4 MB"],
)  # fmt: skip
def test_what_is_no_picture_is_refused_and_nothing_is_kept(world: World, content: bytes) -> None:
    before = stored()

    with nothing_changes(), pytest.raises(Invalid):
        services.set_picture(actor=world.newcomer, content=content)

    assert stored() == before


def test_a_new_picture_takes_the_place_of_the_old_file(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    services.set_picture(actor=world.newcomer, content=photograph())
    first = Member.objects.get(pk=world.newcomer.pk).picture
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.set_picture(actor=world.newcomer, content=photograph("PNG"))
    assert Client().get(f"/avatars/{first}.webp").status_code == 404

    second = Member.objects.get(pk=world.newcomer.pk).picture
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.remove_picture(actor=world.newcomer)
    assert Member.objects.get(pk=world.newcomer.pk).picture == ""
    assert Client().get(f"/avatars/{second}.webp").status_code == 404


def test_by_page_without_javascript_it_stands_beside_the_words(world: World) -> None:
    browser = client_of(world.newcomer)
    file = SimpleUploadedFile("me.png", photograph("PNG"), content_type="image/png")

    assert browser.post("/settings/picture", {"picture": file}).status_code == 303

    thread = start(world.newcomer, world.public)
    url = f"/avatars/{Member.objects.get(pk=world.newcomer.pk).picture}.webp"
    for page in ("/settings", f"/threads/{thread.pk}", f"/members/{world.newcomer.handle}"):
        assert url in browser.get(page).content.decode(), page


def test_an_app_sets_and_removes_it(world: World, api: Callable[[Viewer], Client]) -> None:
    client = api(world.newcomer)
    file = SimpleUploadedFile("me.png", photograph("PNG"), content_type="image/png")

    assert client.post("/api/v1/me/picture", {"picture": file}).status_code == 204
    assert client.get("/api/v1/me").json()["picture_url"].startswith("/avatars/")

    assert client.delete("/api/v1/me/picture").status_code == 204
    assert client.get("/api/v1/me").json()["picture_url"] == ""


def test_by_page_a_refusal_says_why(world: World) -> None:
    file = SimpleUploadedFile("me.png", PDF, content_type="image/png")

    answer = client_of(world.newcomer).post("/settings/picture", {"picture": file})

    assert answer.status_code == 400
    assert BadPicture.title[:20] in answer.content.decode()


def test_who_is_silenced_shows_no_new_picture(world: World) -> None:
    world.newcomer.standing = "silenced"
    with nothing_changes(), pytest.raises(Silenced):
        services.set_picture(actor=world.newcomer, content=photograph())


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "a", "x" * 40, "%00" * 20])
def test_no_other_file_is_reached_by_name(world: World, name: str) -> None:
    assert Client().get(f"/avatars/{name}.webp").status_code in (400, 404)
