"""A post that is hidden or moved is gone at once from every place where it could be read, for every kind of viewer."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.members.models import Level
from accounts.members.selectors import level_of
from forum.notifications.models import Notification, Reason
from forum.notifications.selectors import unread_count
from forum.search.selectors import search
from forum.search.services import index_post
from tests.attachments.files import bring
from tests.world import World, client_of, reply, start
from threads.discussion import selectors, services
from threads.discussion.models import BoardModerator, Post, Thread

type Api = Callable[..., Client]
SECRET = "xenotime"


def paths(thread: Thread, post: Post, quoting: Post) -> list[tuple[str, bool]]:
    """Every address at which the post's words, its author or its place could show; whether it is of the API."""
    pages = [
        "/", "/boards", "/boards/field-notes", "/threads", "/threads?order=hot", "/threads?order=top&span=year",
        f"/threads/{thread.pk}", f"/threads/{thread.pk}?view=tree", f"/threads/{quoting.thread_id}", "/members/nora-new",
        "/latest.atom", "/boards/field-notes.atom", f"/threads/{thread.pk}.atom", f"/threads/{quoting.thread_id}.atom",
        "/members/nora-new.atom", "/sitemap.xml", "/sitemaps/1.xml", f"/posts/{post.pk}/revisions",
        f"/posts/{quoting.pk}/revisions", "/search?q=author:nora-new", "/inbox", "/bookmarks",
        f"/threads/{thread.pk}?reply_to=2&quote=1", f"/threads/{thread.pk}?part=posts",
    ]  # fmt: skip
    api = [
        "threads", f"threads/{thread.pk}", f"threads/{thread.pk}/posts", f"threads/{thread.pk}/tree", f"posts/{post.pk}",
        f"posts/{post.pk}/revisions", f"posts/{quoting.pk}", f"posts/{quoting.pk}/revisions",
        f"threads/{quoting.thread_id}/posts", "search?q=author:nora-new", "me/notifications", "me/bookmarks",
    ]  # fmt: skip
    return [(page, False) for page in pages] + [(f"/api/v1/{path}", True) for path in api]


@pytest.fixture
def quoted(world: World) -> tuple[Thread, Post, Post]:
    """A thread by Gil; Nora's reply with a word of its own; in another thread a quote of it, edited once."""
    thread = start(world.geologist, world.public, "Pit three")
    post = reply(world.newcomer, thread, f"The {SECRET} is theirs.")
    elsewhere = start(world.operator, world.public, "Another place")
    words = f"> [@nora-new](/threads/{thread.pk}/2):\n> The {SECRET} is theirs.\n\nIs it?"
    quoting = reply(world.operator, elsewhere, words)
    reply(world.geologist, elsewhere, "I was there.")
    services.edit_post(actor=world.operator, post_id=quoting.pk, source=f"{words} Really?", version=1)
    services.rank_threads()
    for one in Post.objects.values_list("pk", flat=True):
        index_post(post_id=one)
    for member in (world.geologist, world.guest):
        services.bookmark_post(actor=member, post_id=post.pk, note="", remind_at=None)
        Notification.objects.create(recipient=member, seq=post.pk, reason=Reason.MENTION, post=post, at=post.created_at)
    return thread, post, quoting


def leaks(world: World, api: Api, quoted: tuple[Thread, Post, Post], sees: set[str]) -> list[tuple[str, str]]:
    """Where the words still show, by viewer: every address for a stranger and the author, for the others those of the posts."""
    found = []
    thread, post, quoting = quoted
    near = {
        f"/threads/{thread.pk}",
        f"/threads/{quoting.thread_id}",
        f"/api/v1/posts/{post.pk}",
        f"/api/v1/posts/{quoting.pk}",
    }
    for name, viewer in world.viewers.items():
        browser, client = client_of(viewer), api(viewer)
        for path, over_rest in paths(*quoted):
            if name not in {"nobody", "newcomer"} and path not in near:
                continue
            answer = (client if over_rest else browser).get(path)
            assert answer.status_code in {200, 303, 401, 404}, (name, path, answer.status_code)
            # Whoever wrote the quote may read what they typed.
            own = name == "operator" and over_rest and str(quoted[2].pk) in path
            if SECRET in answer.text and name not in sees and not own:
                found.append((name, path))
    return found


def test_before_it_is_hidden_everybody_reads_it(world: World, api: Api, quoted: tuple[Thread, Post, Post]) -> None:
    assert {name for name, _ in leaks(world, api, quoted, set())} == set(world.viewers)


def test_a_hidden_post_is_gone_for_all_but_those_who_keep_order(
    world: World, api: Api, quoted: tuple[Thread, Post, Post]
) -> None:
    thread, post, _ = quoted

    services.hide_post(post_id=post.pk, actor_id=world.moderator.pk)

    staff = {name for name, viewer in world.viewers.items() if level_of(viewer) == Level.STAFF}
    assert leaks(world, api, quoted, staff) == []
    row = selectors.thread_row(thread.pk, viewer=world.nobody)
    assert (row.reply_count, row.last_number, row.last_author.handle) == (0, 1, "gil-geologist")
    assert [one.thread_title for one in selectors.posts_by(world.newcomer.pk, viewer=world.nobody)] == []


def test_a_moderator_of_the_board_sees_it_and_one_of_another_board_does_not(
    world: World, api: Api, quoted: tuple[Thread, Post, Post]
) -> None:
    BoardModerator.objects.create(board=world.public, member=world.guest)
    BoardModerator.objects.create(board=world.members_only, member=world.newcomer)
    services.hide_post(post_id=quoted[1].pk, actor_id=None)

    staff = {name for name, viewer in world.viewers.items() if level_of(viewer) == Level.STAFF}
    assert SECRET in client_of(world.guest).get(f"/threads/{quoted[0].pk}").text
    assert leaks(world, api, quoted, staff | {"guest"}) == []


def test_shown_again_it_is_back_in_its_place_with_its_number(world: World, quoted: tuple[Thread, Post, Post]) -> None:
    thread, post, quoting = quoted
    services.hide_post(post_id=post.pk, actor_id=None)
    services.show_post(post_id=post.pk, actor_id=None)

    row = selectors.thread_row(thread.pk, viewer=world.nobody)
    assert (row.reply_count, row.last_number, row.last_author.handle) == (1, 2, "nora-new")
    assert SECRET in Client().get(f"/threads/{thread.pk}").text
    assert SECRET in Client().get(f"/threads/{quoting.thread_id}").text


def test_a_thread_moved_behind_the_counter_takes_its_posts_and_their_quotes_along(
    world: World, api: Api, quoted: tuple[Thread, Post, Post]
) -> None:
    services.move_thread(actor=world.moderator, thread_id=quoted[0].pk, board_slug="back-office")

    staff = {name for name, viewer in world.viewers.items() if level_of(viewer) == Level.STAFF}
    assert leaks(world, api, quoted, staff) == []


def test_a_hidden_thread_is_gone_whole(world: World, api: Api, quoted: tuple[Thread, Post, Post]) -> None:
    services.set_thread_state(thread_id=quoted[0].pk, hidden=True, actor_id=None)

    staff = {name for name, viewer in world.viewers.items() if level_of(viewer) == Level.STAFF}
    assert leaks(world, api, quoted, staff) == []
    assert Client().get(f"/threads/{quoted[0].pk}").status_code == 404


def test_a_thread_with_nothing_left_to_read_is_not_there(world: World) -> None:
    thread = start(world.newcomer, world.public)
    services.hide_post(post_id=Post.objects.get(thread=thread).pk, actor_id=None)

    assert Client().get(f"/threads/{thread.pk}").status_code == 404
    assert client_of(world.moderator).get(f"/threads/{thread.pk}").status_code == 200


def test_the_words_of_others_are_not_in_what_search_reads(world: World, quoted: tuple[Thread, Post, Post]) -> None:
    assert SECRET not in Post.objects.get(pk=quoted[2].pk).text
    assert SECRET in Post.objects.get(pk=quoted[1].pk).text


def test_what_is_kept_of_a_hidden_post_counts_nowhere(world: World, quoted: tuple[Thread, Post, Post]) -> None:
    thread, post, _ = quoted
    before = [search(SECRET, viewer=world.guest).total, unread_count(viewer=world.guest)]

    services.hide_post(post_id=post.pk, actor_id=None)

    assert before == [1, 1]
    assert [search(SECRET, viewer=world.guest).total, unread_count(viewer=world.guest)] == [0, 0]
    assert selectors.bookmarks(viewer=world.guest) == []
    assert selectors.quotable(thread.pk, 2, viewer=world.guest) == ""
    assert [row.reply_count for row in selectors.thread_rows([thread.pk], viewer=world.guest)] == [0]


def test_the_files_of_a_hidden_post_go_with_it_and_come_back(world: World) -> None:
    file = bring(world.newcomer, b"a,b\n1,2\n", "figures.csv")
    thread = start(world.geologist, world.public)
    post = reply(world.newcomer, thread, f"[figures](attachment:{file})")
    reader = client_of(world.guest)
    tag = reader.get(f"/files/{file}").headers["ETag"]

    services.hide_post(post_id=post.pk, actor_id=None)

    assert Client().get(f"/files/{file}").status_code == 404
    assert reader.get(f"/files/{file}", headers={"if-none-match": tag}).status_code == 404
    services.show_post(post_id=post.pk, actor_id=None)
    assert Client().get(f"/files/{file}").status_code == 200
