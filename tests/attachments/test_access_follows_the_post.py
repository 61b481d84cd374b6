"""Who may read a post that shows a file may have the file; at every request."""

import pytest

from accounts.members.models import Level, Standing
from accounts.members.selectors import level_of
from tests.attachments.files import bring
from tests.world import World, client_of, reply, start
from threads.discussion import services as discussion
from threads.discussion.attachments import services
from threads.discussion.models import Board, Post

CSV = b"deposit,Mt\nA,1\n"


def shown(world: World, board: Board) -> str:
    """A file of the editor's in a post on `board`."""
    made = bring(world.editor, CSV, "grades.csv")
    start(world.editor, board, source=f"See [grades](attachment:{made}).")
    return made


def test_it_is_had_by_those_who_may_read_the_post(world: World) -> None:
    for board in world.boards:
        made = shown(world, board)
        for viewer in world.viewers.values():
            answer = client_of(viewer).get(f"/files/{made}")
            assert answer.status_code == (200 if level_of(viewer) >= board.read_level else 404)


def test_a_file_that_no_post_shows_is_its_owners_alone(world: World) -> None:
    made = bring(world.geologist, CSV, "grades.csv")
    for viewer in world.viewers.values():
        answer = client_of(viewer).get(f"/files/{made}")
        assert answer.status_code == (200 if viewer == world.geologist else 404)


def test_it_is_gone_with_the_board_at_once(world: World) -> None:
    made = shown(world, world.public)
    reader = client_of(world.newcomer)
    tag = reader.get(f"/files/{made}").headers["ETag"]
    assert reader.get(f"/files/{made}", headers={"if-none-match": tag}).status_code == 304
    Board.objects.filter(pk=world.public.pk).update(
        read_level=Level.STAFF, start_level=Level.STAFF, reply_level=Level.STAFF
    )
    assert reader.get(f"/files/{made}", headers={"if-none-match": tag}).status_code == 404


def test_it_is_gone_when_the_post_shows_it_no_more(world: World) -> None:
    made = shown(world, world.public)
    post = Post.objects.get()
    discussion.edit_post(actor=world.editor, post_id=post.pk, source="Nothing to see.", version=1)
    assert client_of(world.newcomer).get(f"/files/{made}").status_code == 404


def test_nobody_widens_the_circle_by_naming_a_file_of_somebody_else(world: World) -> None:
    made = shown(world, world.staff_only)
    thread = start(world.newcomer, world.public, source=f"![look](attachment:{made}) [or](attachment:{made})")
    assert "/files/" not in Post.objects.get(thread=thread).html
    assert client_of(world.newcomer).get(f"/files/{made}").status_code == 404


def test_a_second_post_on_an_open_board_shows_it_to_all(world: World) -> None:
    made = shown(world, world.staff_only)
    thread = start(world.editor, world.public)
    reply(world.editor, thread, f"[grades](attachment:{made})")
    assert client_of(world.nobody).get(f"/files/{made}").status_code == 200


def test_an_owner_who_was_suspended_has_no_more_than_the_public(world: World) -> None:
    made = bring(world.geologist, CSV, "grades.csv")
    browser = client_of(world.geologist)
    type(world.geologist).objects.filter(pk=world.geologist.pk).update(standing=Standing.SUSPENDED)
    assert browser.get(f"/files/{made}").status_code == 404


def test_it_comes_in_a_sandbox_and_as_a_download(world: World) -> None:
    answer = client_of(world.nobody).get(f"/files/{shown(world, world.public)}")
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''grades.csv"
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", ["..%2f..%2fsettings", "x", "%2e%2e", "a" * 64])
def test_a_made_up_name_finds_nothing(world: World, name: str) -> None:
    assert client_of(world.admin).get(f"/files/{name}").status_code == 404


def test_a_post_takes_its_files_along_and_keeps_them(world: World) -> None:
    made = shown(world, world.public)
    assert client_of(world.editor).post(f"/files/{made}/removal").status_code == 409
    assert services.clean_orphans() == 0
    assert client_of(world.nobody).get(f"/files/{made}").status_code == 200
