"""What comes out of the encoder holds pixels alone; until then nobody sees anything, staff and owner included."""

import io
import subprocess
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from forum.kernel.files import PictureRefused, encode_anew, encoder, measured
from tests.attachments.files import SECRET, bomb, bring, jpeg, png
from tests.world import World, client_of, start
from threads.discussion.attachments import services
from threads.discussion.attachments.models import Attachment


def test_nobody_sees_a_picture_before_it_is_made_anew(world: World) -> None:
    made = bring(world.geologist)
    start(world.geologist, world.public, source=f"![wall](attachment:{made})")
    for viewer in world.viewers.values():
        answer = client_of(viewer).get(f"/files/{made}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("accept", "media"),
    [("image/avif,image/webp,*/*", "image/avif"), ("image/webp,*/*", "image/webp"), ("*/*", "image/jpeg")],
)
def test_a_picture_comes_in_the_best_form_the_browser_takes_without_what_the_camera_wrote(
    world: World, accept: str, media: str
) -> None:
    made = bring(world.geologist, jpeg((60, 40), orientation=6))
    services.encode_picture(attachment_id=made)

    answer = client_of(world.geologist).get(f"/files/{made}", headers={"accept": accept})
    whole = answer.content

    assert answer.headers["Content-Type"] == media
    assert SECRET[:12] not in whole
    with Image.open(io.BytesIO(whole)) as picture:
        assert picture.size == (40, 60)
        assert not picture.getexif()
        assert "comment" not in picture.info


def test_what_lets_something_through_still_does(world: World) -> None:
    made = bring(world.geologist, png(), "plan.png")
    services.encode_picture(attachment_id=made)
    answer = client_of(world.geologist).get(f"/files/{made}")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.mode) == ("PNG", "RGBA")


def test_the_original_is_gone_afterwards(world: World, django_capture_on_commit_callbacks: object) -> None:
    made = bring(world.geologist)
    assert default_storage.exists(f"attachments/waiting/{made}")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.encode_picture(attachment_id=made)
    assert not default_storage.exists(f"attachments/waiting/{made}")
    assert default_storage.exists(f"attachments/ready/{made}/webp")
    services.encode_picture(attachment_id=made)  # a second time changes nothing
    assert Attachment.objects.get(pk=made).state == "ready"


def test_a_picture_larger_than_the_page_is_made_smaller() -> None:
    assert measured(io.BytesIO(jpeg((5120, 1280))), "jpeg") == (2560, 640)


@pytest.mark.parametrize(("width", "height"), [(100_000, 100_000), (20_001, 10), (7_100, 7_100)])
def test_a_pixel_bomb_is_refused_undecoded(
    world: World, width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("decoded"))
    with pytest.raises(PictureRefused):
        bring(world.geologist, bomb(width, height), "bomb.png")
    assert not Attachment.objects.exists()


def test_a_picture_that_lies_about_itself_is_refused_by_the_encoder(world: World) -> None:
    made = bring(world.geologist, jpeg((2000, 2000))[:-9000], "cut.jpg")
    services.encode_picture(attachment_id=made)
    assert Attachment.objects.get(pk=made).state == "refused"
    assert client_of(world.geologist).get(f"/files/{made}").status_code == 404


def test_a_decoder_that_wants_too_much_memory_dies_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, folder = tmp_path / "source", tmp_path / "made"
    folder.mkdir()
    source.write_bytes(jpeg((6000, 6000)))
    small = Path(encoder.__file__).read_text(encoding="utf-8").replace("1536 * 1024 * 1024", "96 * 1024 * 1024")
    (tmp_path / "small.py").write_text(small, encoding="utf-8")
    run = subprocess.run

    def instead(command: list[str], **options: object) -> object:
        place = command.index("-m")
        return run([*command[:place], str(tmp_path / "small.py"), *command[place + 2 :]], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", instead)
    with pytest.raises(PictureRefused):
        encode_anew(source, "jpeg", folder)
