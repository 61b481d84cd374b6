"""By page without a script, and over REST; once, however often it is sent; and gone when nobody shows it."""

from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.kernel import clock
from forum.kernel.jobs.models import Job
from tests.attachments.files import bring, jpeg
from tests.world import World, client_of, code_of
from threads.discussion.attachments import services
from threads.discussion.attachments.models import Attachment


def picture(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("pit.jpg", jpeg() if content is None else content, "image/jpeg")


def test_by_page_it_stands_in_the_list_with_what_to_write(world: World) -> None:
    browser = client_of(world.geologist)
    answer = browser.post("/files", {"file": picture(), "alt": "The [north] wall"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/files")
    made = Attachment.objects.get()
    assert f"![The \\[north\\] wall](attachment:{made.pk})" in browser.get("/files").content.decode()
    assert Job.objects.filter(task=services.ENCODE, key=f"encode:{made.pk}").count() == 1


def test_by_page_a_refusal_stands_in_the_form(world: World) -> None:
    answer = client_of(world.geologist).post("/files", {"file": picture(), "alt": ""})
    assert answer.status_code == 400
    assert "Say in a few words" in answer.content.decode()


def test_over_rest_the_same_key_brings_it_once(world: World, api: Any) -> None:
    client = api(world.geologist)
    first, second = (
        client.post("/api/v1/attachments", {"file": picture(), "alt": "Wall"}, headers={"idempotency-key": "k"})
        for _ in range(2)
    )
    assert first.status_code == second.status_code == 201, first.content
    assert first.json()["id"] == second.json()["id"] == Attachment.objects.get().pk
    other = client.post(
        "/api/v1/attachments", {"file": picture(jpeg((9, 9))), "alt": "Wall"}, headers={"idempotency-key": "k"}
    )
    assert code_of(other) == "idempotency_key_reused"


def test_over_rest_the_bytes_come_once_it_is_ready(world: World, api: Any) -> None:
    made = bring(world.geologist)
    client = api(world.geologist)
    assert code_of(client.get(f"/api/v1/attachments/{made}/bytes")) == "file_waiting"
    services.encode_picture(attachment_id=made)
    answer = client.get(f"/api/v1/attachments/{made}/bytes")
    assert answer.content.startswith(b"\xff\xd8")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_its_owner_removes_it_and_nobody_else(world: World, api: Any) -> None:
    made = bring(world.geologist, b"a,b\n1,2\n", "grades.csv")
    assert api(world.admin).delete(f"/api/v1/attachments/{made}").status_code == 404
    assert api(world.geologist).delete(f"/api/v1/attachments/{made}").status_code == 204
    assert not Attachment.objects.exists()


def test_what_no_post_has_shown_for_a_week_is_cleaned_up(world: World, django_capture_on_commit_callbacks: Any) -> None:
    old, fresh = (bring(world.geologist, b"a,b\n1,2\n", "grades.csv") for _ in range(2))
    Attachment.objects.filter(pk=old).update(brought_on=clock.today() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.clean_orphans() == 1
    assert list(Attachment.objects.values_list("pk", flat=True)) == [fresh]
    assert not default_storage.exists(f"attachments/ready/{old}/data")
    assert default_storage.exists(f"attachments/ready/{fresh}/data")
