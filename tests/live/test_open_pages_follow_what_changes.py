"""In a real browser: edits, votes, the queue and a right that ends reach the pages that are open."""

import pytest
from playwright.sync_api import Browser, expect

from accounts.members.models import Role
from accounts.members.services import change_role
from forum.embedded.stack import Stack
from moderation.queue import services as queue
from tests.interviews import cases
from tests.live.pages import PATIENCE_MS, page_of
from tests.live.reading import apart
from tests.world import World, reply, start
from threads.discussion import services
from threads.discussion.models import ReactionKind
from threads.interviews.services import asking
from threads.interviews.states import State

pytestmark = [pytest.mark.browser, pytest.mark.stack]


def test_edits_votes_and_the_queue_change_where_they_are_seen(there: World, stack: Stack, chromium: Browser) -> None:
    thread = apart(start, there.geologist, there.public, "East adit")
    post = apart(reply, there.operator, thread, "0.1 % TREO.")
    interview = apart(cases.at, there, State.COLLECTING)
    question = apart(cases.ask, there, interview, "Which stream is it?")
    reader, voter, desk = (page_of(chromium, stack, one) for one in (None, there.operator, there.moderator))
    reader.goto(f"{stack.url}/threads/{thread.pk}")
    voter.goto(f"{stack.url}/interviews/{interview}?questions=newest")
    desk.goto(f"{stack.url}/moderation/queue")
    expect(voter.locator("#questions")).to_contain_text("Which stream is it?")

    apart(services.edit_post, actor=there.operator, post_id=post.pk, source="Rather 0.2 % TREO.", version=1)
    apart(services.react, actor=there.newcomer, post_id=post.pk, kind=ReactionKind.AGREE)
    apart(asking.set_vote, actor=there.operator, question_id=question.pk, wanted=True)
    apart(cases.ask, there, interview, "And below the pool?")
    apart(queue.file_report, actor=there.newcomer, kind="post", target_id=str(post.pk), reason="spam", note="")

    expect(reader.locator("#p2")).to_contain_text("Rather 0.2 % TREO.", timeout=PATIENCE_MS)
    expect(reader.locator("#p2 .reactions")).to_contain_text("1", timeout=PATIENCE_MS)
    expect(voter.locator("#questions")).to_contain_text("And below the pool?", timeout=PATIENCE_MS)
    expect(desk.locator("#queue-list")).to_contain_text("East adit", timeout=PATIENCE_MS)


def test_who_may_no_longer_read_is_let_go_and_sees_nothing_more(there: World, stack: Stack, chromium: Browser) -> None:
    thread = apart(start, there.editor, there.verified_only)
    staying, leaving = (
        page_of(chromium, stack, there.editor),
        page_of(chromium, stack, there.protected),
    )
    for page in (staying, leaving):
        with page.expect_response(lambda answer: "/live/" in answer.url, timeout=PATIENCE_MS):
            page.goto(f"{stack.url}/threads/{thread.pk}")

    # Its stream is ended; it comes back as who it is now, and is no longer told of the thread.
    with leaving.expect_request(lambda asked: "/live/" in asked.url, timeout=PATIENCE_MS):
        apart(change_role, member=there.protected, role=Role.MEMBER, actor_id=None)
    post = apart(reply, there.operator, thread, "What nobody else should read.")
    expect(staying.locator(f"#p{post.number}")).to_be_attached(timeout=PATIENCE_MS)
    expect(leaving.locator(f"#p{post.number}")).to_have_count(0)
