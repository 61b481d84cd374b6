"""A silenced member reads everything and writes nowhere."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import encode_multipart

from accounts.members import services
from accounts.members.models import Member, Standing
from forum.http.reference import METHODS, document
from tests.interviews.cases import at
from tests.matrix import people
from tests.matrix.catalogue import OPERATIONS as CATALOGUE
from tests.matrix.ground import Place, filled
from tests.matrix.ground import lay_out as lay_out_boards
from tests.matrix.test_api_as_everybody import WALK
from tests.matrix.test_moderation_as_everybody import OPERATIONS as MODERATION
from tests.standing import Standing as Ground
from tests.world import World, client_of, code_of, nothing_changes, reply, start
from threads.discussion.models import Post, Thread
from threads.interviews.models import Answer
from threads.interviews.states import State

type Api = Callable[..., Client]
PAGES = {
    "/boards/field-notes/new": {"title": "A", "text": "B"},
    "/threads/{thread}/reply": {"text": "B"},
    "/posts/{post}/edit": {"text": "B", "version": "1"},
    "/settings": {"bio": "B", "version": "1"},
}
# Body by operation, as the walks of everybody send it.
BODIES = (
    {name: body for name, (body, _) in (WALK | CATALOGUE | MODERATION).items()} | people.OPERATIONS
    | {
        "POST /api/v1/attachments": "FILE",
        "POST /api/v1/interviews": '{"title": "A", "guest": "B", "reasons": "C"}',
    }
)  # fmt: skip


def writing() -> list[str]:
    """The operations that say they refuse somebody silenced."""
    return sorted(
        f"{method.upper()} {path}"
        for path, one in document()["paths"].items()
        for method in METHODS
        if method in one and "silenced" in one[method]["responses"].get("403", {}).get("x-codes", [])
    )


def silenced(member: Member) -> Member:
    services.set_standing(member_id=member.pk, standing=Standing.SILENCED, actor_id=None)
    member.refresh_from_db()
    return member


def lay_out(world: World) -> Place:
    """The ground of the walks of boards and of people."""
    place = lay_out_boards(world)[0]
    place.values.update(people.lay_out(world), number=1)
    return place


@pytest.fixture
def world(standing: Ground[Place]) -> World:
    return standing.world


@pytest.fixture
def own(world: World) -> tuple[Thread, Post]:
    """What the moderator wrote before being silenced: even that stays as it is."""
    thread = start(world.moderator, world.public)
    post = reply(world.moderator, thread)
    silenced(world.moderator)
    return thread, post


def test_reading_goes_on(world: World, own: tuple[Thread, Post], api: Api) -> None:
    assert client_of(world.moderator).get("/boards/back-office").status_code == 200
    assert api(world.moderator).get("/api/v1/me").json()["standing"] == "silenced"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_takes_anything(world: World, own: tuple[Thread, Post], path: str) -> None:
    browser = client_of(world.moderator)

    with nothing_changes():
        answer = browser.post(path.format(thread=own[0].pk, post=own[1].pk), PAGES[path])

    assert answer.status_code == 403
    assert "You cannot write at the moment." in answer.text


def interviewed(world: World) -> dict[str, int]:
    """An interview with a question and an answer that everybody may read."""
    interview_id = at(world, State.PUBLISHED)
    found = Answer.objects.get(interview=interview_id)
    return {"interview_id": interview_id, "question_id": found.question_id, "answer_id": found.pk}


@pytest.mark.parametrize("operation", writing())
def test_no_operation_takes_anything(standing: Ground[Place], operation: str) -> None:
    place = standing.laid
    if "interview" in operation or "question" in operation or "answer" in operation:
        place.values.update(interviewed(standing.world))
    silenced(standing.world.admin)
    client, (method, template) = standing.app("admin"), operation.split()
    data: bytes | str = filled(BODIES[operation], place)
    media = "application/json"
    if data in ("FILE", "PICTURE"):
        file = SimpleUploadedFile("figures.csv", b"a,b\n1,2\n", "text/csv")
        sent = {"file": file, "alt": ""} if data == "FILE" else {"picture": file}
        data, media = encode_multipart("BoUnDaRy", sent), "multipart/form-data; boundary=BoUnDaRy"

    with nothing_changes():
        answer = client.generic(method, filled(template, place), data, content_type=media, headers={"if-match": '"v1"'})

    assert code_of(answer) == "silenced"
