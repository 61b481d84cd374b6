"""A quote shows no more than its source: what was taken down is gone from every post that quotes it, and stays gone."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.kernel.events.models import Outbox
from forum.kernel.jobs.models import Job
from moderation.queue.models import ReviewItem
from moderation.queue.services import file_report
from tests.interviews.cases import WORDS, as_before, at, second_editor
from tests.queue.ground import tell
from tests.world import World, client_of, reply, start
from threads.discussion import services as discussion
from threads.discussion.models import Post, Thread
from threads.discussion.services import rendering
from threads.discussion.services.rendering import TELL_QUOTING
from threads.discussion.tasks import tell_of_quoting
from threads.interviews.models import Answer
from threads.interviews.selectors import quote_of
from threads.interviews.services import publishing
from threads.interviews.states import State

type Api = Callable[..., Client]
SECRET = WORDS.split()[0]


def take_down(world: World, interview_id: int) -> None:
    for editor in (world.editor, second_editor()):
        publishing.vote_takedown(
            actor=editor, interview_id=interview_id, ground="safety", reason="Somebody is in danger."
        )


def work() -> None:
    """The workers' part: open pages and copies are told."""
    for job in Job.objects.filter(task=TELL_QUOTING):
        tell_of_quoting.run(job.pk)


def quoting(world: World) -> tuple[int, Thread, Post]:
    """A published interview, and a reply that quotes its answer and goes on in words of its own."""
    interview_id = at(world, State.PUBLISHED)
    thread = start(world.operator, world.public)
    made = reply(world.geologist, thread, f"{quote_of(Answer.objects.get().pk)}\n\nThe pools are older.")
    return interview_id, thread, made


def paths(thread: Thread, post: Post) -> tuple[str, ...]:
    return (
        f"/threads/{thread.pk}", f"/threads/{thread.pk}.atom", f"/boards/{thread.board.slug}", f"/posts/{post.pk}/revisions",
        f"/search?q={SECRET}", "/", f"/members/{post.author.handle}", f"/api/v1/threads/{thread.pk}/posts",
        f"/api/v1/posts/{post.pk}", f"/api/v1/posts/{post.pk}/revisions", "/api/v1/sync",
    )  # fmt: skip


def reading(world: World, api: Api, thread: Thread, post: Post) -> set[tuple[str, str]]:
    """Who reads the answer's words, and where."""
    people = ("nobody", "newcomer", "operator", "editor", "moderator", "admin")
    found = set()
    for name in people:
        viewer = world.viewers[name]
        for path in paths(thread, post):
            browser = api(viewer) if path.startswith("/api") else client_of(viewer)
            if f"{SECRET} words" in browser.get(path).content.decode():
                found.add((name, path))
    return found


def test_a_quote_names_its_answer_and_is_gone_with_the_transcript(world: World, api: Api) -> None:
    interview_id, thread, post = quoting(world)
    page = Client().get(f"/threads/{thread.pk}")
    answer_id = Answer.objects.get().pk
    assert (
        f'<a class="quote-source" href="/interviews/{interview_id}/answers/{answer_id}">Dr. Ayla Marn</a>' in page.text
    )
    assert ("newcomer", f"/api/v1/posts/{post.pk}") in reading(world, api, thread, post)
    Outbox.objects.all().delete()

    take_down(world, interview_id)

    assert reading(world, api, thread, post) == set()
    shown = Client().get(f"/threads/{thread.pk}", headers={"if-none-match": page.headers.get("ETag", "")})
    assert shown.status_code == 200
    assert "The pools are older." in shown.text
    assert not Outbox.objects.filter(name="quote_taken_back").exists()
    work()
    work()
    told = Outbox.objects.filter(name="quote_taken_back").values_list("payload", flat=True)
    assert list(told) == [{"thread_id": thread.pk, "post_id": post.pk}]
    assert WORDS in discussion_source(world, api, post)


def test_taking_a_transcript_down_costs_the_same_however_many_quote_it(world: World) -> None:
    spent = []
    for quoters in (1, 6):
        interview_id = at(world, State.PUBLISHED)
        kept = quote_of(Answer.objects.order_by("-pk")[0].pk)
        thread = start(world.operator, world.public)
        for _ in range(quoters):
            reply(world.geologist, thread, kept)
        with CaptureQueriesContext(connection) as asked:
            rendering.take_back_answers(interview_id=interview_id)
        spent.append(len(asked))
    assert spent[0] == spent[1]


def test_who_quotes_is_told_of_in_chunks_and_none_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    interview_id, thread, _post = quoting(world)
    for _ in range(4):
        reply(world.geologist, thread, quote_of(Answer.objects.get().pk))
    monkeypatch.setattr(rendering, "QUOTING", 2)
    take_down(world, interview_id)

    work()

    told = [one["post_id"] for one in Outbox.objects.filter(name="quote_taken_back").values_list("payload", flat=True)]
    assert sorted(told) == sorted(Post.objects.filter(answer_quotes__isnull=False).values_list("pk", flat=True))
    assert len(told) == 5


def test_moderators_judge_a_post_and_its_reports_without_the_words(world: World, api: Api) -> None:
    interview_id, _thread, post = quoting(world)
    file_report(actor=world.newcomer, kind="post", target_id=str(post.pk), reason="spam", note="")
    item = ReviewItem.objects.get(target_id=str(post.pk))
    before = client_of(world.moderator).get(f"/moderation/queue/{item.pk}").text
    assert f"{SECRET} words" in before

    take_down(world, interview_id)

    for shown in (
        client_of(world.moderator).get(f"/moderation/queue/{item.pk}").text,
        api(world.moderator).get(f"/api/v1/moderation/queue/{item.pk}").content.decode(),
    ):
        assert "The pools are older." in shown
        assert f"{SECRET} words" not in shown


def discussion_source(world: World, api: Api, post: Post) -> str:
    """The text as its author edits it: their own, whole."""
    return str(api(world.geologist).get(f"/api/v1/posts/{post.pk}").json()["source"])


def test_neither_an_earlier_text_nor_a_later_post_shows_the_words(world: World, api: Api) -> None:
    interview_id, thread, post = quoting(world)
    discussion.edit_post(actor=world.geologist, post_id=post.pk, source="Only mine now.", version=1)
    kept = quote_of(Answer.objects.get().pk)

    take_down(world, interview_id)
    later = reply(world.operator, thread, f"{kept}\n\nI had saved it.")

    assert reading(world, api, thread, post) == set()
    seen = {path for name, path in reading(world, api, thread, later) if name != "operator"}
    assert seen == set()
    assert later.text == "I had saved it."


def test_a_copy_that_an_app_keeps_gets_the_post_again_without_the_words(world: World, api: Api) -> None:
    interview_id, _thread, post = quoting(world)
    tell()
    phone = api(world.newcomer)
    copy = phone.get("/api/v1/sync").json()
    assert SECRET in str(copy)
    as_before()

    take_down(world, interview_id)
    work()
    tell()
    told = phone.get("/api/v1/sync", {"since": copy["since"]})

    assert f'"id":{post.pk}' in told.content.decode()
    assert SECRET not in told.content.decode()
