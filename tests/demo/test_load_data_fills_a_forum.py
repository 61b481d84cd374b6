"""`manage.py load_data`: as many as asked, real texts, and nothing that a reconcile would have to mend."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from structlog.testing import capture_logs

from accounts.members.models import LEVEL_OF_ROLE, Member, Role
from accounts.members.selectors import members_by_handle
from forum.kernel import text
from forum.kernel.jobs.models import Job
from forum.search.services import catch_up
from tests.world import World, client_of, reply, start
from threads.discussion import counters, tasks
from threads.discussion.models import Board, Post, Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> None:
    call_command("load_data", topics=60, posts=900, members=30)


def test_there_are_as_many_as_asked(filled: None) -> None:
    assert (Thread.objects.count(), Post.objects.count(), Member.objects.count()) == (60, 900, 30)


def test_the_html_of_a_post_is_what_the_renderer_makes_of_its_source(filled: None) -> None:
    for post in Post.objects.order_by("?")[:60]:
        parsed = text.parse(post.source)
        people = members_by_handle(set(parsed.handles))
        names = text.Names(members={name: person.url for name, person in people.items()})
        rendered = text.render(parsed, names=names)
        assert (post.html, post.text) == (rendered.html, rendered.text)


def test_posts_are_numbered_and_dated_in_the_order_of_their_ids(filled: None) -> None:
    before: dict[int, Post] = {}
    for post in Post.objects.order_by("id"):
        earlier = before.get(post.thread_id)
        assert post.number == (earlier.number + 1 if earlier else 1)
        assert earlier is None or earlier.created_at <= post.created_at
        before[post.thread_id] = post


def test_one_thread_is_much_longer_than_most(filled: None) -> None:
    counts = sorted(Thread.objects.values_list("post_count", flat=True))
    assert counts[-1] == 225
    assert counts[30] < 20


def test_numbers_go_on_where_they_ended(filled: None) -> None:
    assert not Thread.objects.exclude(top_number=F("last_number")).exists()


def test_no_counter_has_to_be_mended(filled: None) -> None:
    assert counters.mend_threads(after=0, limit=1000) == (None, [])
    assert counters.mend_boards() == []


def test_nobody_writes_where_they_may_not(filled: None) -> None:
    for post in Post.objects.select_related("author", "thread__board"):
        assert LEVEL_OF_ROLE[Role(post.author.role)] >= post.thread.board.reply_level


def test_it_comes_on_top_of_what_is_there(world: World) -> None:
    thread = start(world.newcomer, world.public)
    call_command("load_data", topics=5, posts=50, members=20)

    assert Board.objects.count() == 4
    assert Thread.objects.get(pk=thread.pk).post_count == 1
    assert reply(world.newcomer, thread).number == 2
    assert counters.mend_boards() == []


def test_its_threads_open(world: World) -> None:
    call_command("load_data", topics=60, posts=900, members=30)
    longest = Thread.objects.order_by("-post_count").first()
    assert longest is not None
    assert client_of(world.admin).get(f"/threads/{longest.pk}?from=221").status_code == 200


def test_the_same_seed_says_the_same(world: World) -> None:
    call_command("load_data", topics=5, posts=30, members=20)
    call_command("load_data", topics=5, posts=30, members=20)
    first, second = (Post.objects.order_by("id")[at : at + 30].values_list("number", flat=True) for at in (0, 30))
    assert list(first) == list(second)


def test_texts_can_come_from_a_dump(tmp_path: Path) -> None:
    body = "<p>Is <code>REO</code> a <strong>sum</strong>?</p><ul><li>one</li><li>two</li></ul><script>no</script>"
    (tmp_path / "Posts.xml").write_text(
        f"<posts><row Id='1' PostTypeId='1' Title='What is REO?' Body={quoteattr(body)}/></posts>", encoding="utf-8"
    )
    call_command("load_data", topics=2, posts=4, members=20, folder=tmp_path)

    assert set(Thread.objects.values_list("title", flat=True)) == {"What is REO?"}
    post = Post.objects.first()
    assert post is not None
    assert "<code>REO</code> a <strong>sum</strong>" in post.html
    assert "<li>one</li>" in post.html
    assert "<script" not in post.html


def test_a_folder_without_a_dump_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no Posts\.xml"):
        call_command("load_data", topics=2, posts=4, folder=tmp_path)

    assert not Member.objects.exists()
    assert not Board.objects.exists()


def test_fewer_posts_than_threads_are_refused() -> None:
    with pytest.raises(CommandError):
        call_command("load_data", topics=5, posts=4)


def test_neither_the_reconcile_job_nor_search_finds_anything_to_mend(db: None) -> None:
    call_command("load_data", topics=50, posts=1000, members=25, searchable=True)
    tasks.begin_reconciling()

    with capture_logs() as told:
        tasks.reconcile(Job.objects.get(task=tasks.RECONCILE).pk)

    assert [one for one in told if one["event"] == "counters_drifted"] == []
    assert Job.objects.get(task=tasks.RECONCILE).done_at is not None
    assert catch_up() == 0
