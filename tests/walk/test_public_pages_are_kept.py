"""What readers without an account may keep: a public page for a minute, while it says what it said; no word of a member's."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.members.models import Level
from tests.world import World, client_of, reply, start
from threads.discussion import services
from threads.discussion.models import Board, Post, Thread


@pytest.fixture
def thread(world: World) -> Thread:
    made = start(world.newcomer, world.public)
    reply(world.geologist, made)
    return made


def pages(thread: Thread) -> tuple[str, ...]:
    return ("/", "/boards", "/boards/field-notes", f"/threads/{thread.pk}", "/members/nora-new")


def tag(path: str) -> str:
    return Client().get(path).headers["ETag"]


def test_a_reader_without_an_account_may_keep_them(world: World, thread: Thread) -> None:
    for path in pages(thread):
        page = Client().get(path)
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in page.headers
        assert "Cookie" in page.headers["Vary"]
        again = Client().get(path, headers={"if-none-match": page.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_nothing_is_rendered_for_a_copy_that_still_holds(
    world: World, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = {path: tag(path) for path in pages(thread)}
    monkeypatch.delattr("forum.http.pages.render_template")
    for path, known in tags.items():
        assert Client().get(path, headers={"if-none-match": known}).status_code == 304


def test_a_member_keeps_nothing_and_their_page_is_nobody_elses(world: World, thread: Thread) -> None:
    for path in pages(thread):
        known = tag(path)
        page = client_of(world.newcomer).get(path, headers={"if-none-match": known})
        assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
        assert "ETag" not in page.headers


def test_a_public_page_says_nothing_of_whoever_read_before(world: World, thread: Thread) -> None:
    hidden = start(world.newcomer, world.members_only, "Only for members", "Lantern words.")
    reply(world.newcomer, hidden, "More lantern words.")
    for path in pages(thread):
        client_of(world.newcomer).get(path)
        public = Client().get(path).text
        for private in ("Only for members", "antern", "csrfmiddlewaretoken", "/settings", "/inbox", "X-CSRFToken"):
            assert private not in public


def edited(world: World, thread: Thread) -> None:
    post = Post.objects.get(thread=thread, number=1)
    services.edit_post(actor=world.newcomer, post_id=post.pk, source="Other cores.", version=1)


def closed(world: World, thread: Thread) -> None:
    services.set_closure(actor=world.moderator, thread_id=thread.pk, closed=True)


def renamed(world: World, thread: Thread) -> None:
    services.rename_thread(actor=world.newcomer, thread_id=thread.pk, title="Another name", version=1)


def replied(world: World, thread: Thread) -> None:
    reply(world.geologist, thread, "One more.")


CHANGES: dict[str, tuple[Callable[[World, Thread], None], tuple[int, ...]]] = {
    "an edit": (edited, (3, 4)), "a closure": (closed, (0, 2, 3)), "another title": (renamed, (0, 2, 3, 4)),
    "a reply": (replied, (0, 2, 3)),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_shows_at_once(world: World, thread: Thread, name: str) -> None:
    change, concerned = CHANGES[name]
    paths = [pages(thread)[place] for place in concerned]
    before = {path: tag(path) for path in paths}

    change(world, thread)

    assert {path for path in paths if tag(path) == before[path]} == set()


def test_a_board_that_is_closed_to_the_public_is_gone_at_once(world: World, thread: Thread) -> None:
    known = {path: tag(path) for path in pages(thread)}
    level = Level.MEMBER
    Board.objects.filter(pk=world.public.pk).update(read_level=level, start_level=level, reply_level=level)

    answers = {path: Client().get(path, headers={"if-none-match": old}) for path, old in known.items()}

    assert [answer.status_code for answer in answers.values()] == [200, 200, 404, 404, 200]
    assert not any("Assays from the north wall" in answer.text for answer in answers.values())
