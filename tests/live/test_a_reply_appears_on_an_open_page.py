"""In a real browser, against the real processes: what one member writes appears where another reads."""

import pytest
from playwright.sync_api import Browser, expect

from forum.embedded.stack import Stack
from tests.interviews import cases
from tests.live.pages import PATIENCE_MS, page_of
from tests.live.reading import apart
from tests.world import World, reply, start
from threads.interviews.models import Answer, Interview
from threads.interviews.services import answering
from threads.interviews.states import State

pytestmark = [pytest.mark.browser, pytest.mark.stack]


def test_a_reply_appears_is_announced_and_moves_nothing(there: World, stack: Stack, chromium: Browser) -> None:
    thread = apart(start, there.protected, there.public, "North wall")
    address = f"{stack.url}/threads/{thread.pk}"
    member, anybody = page_of(chromium, stack, there.protected), page_of(chromium, stack, None)
    second_tab = member.context.new_page()
    for page in (member, second_tab, anybody):
        page.goto(address)
    member.bring_to_front()
    post = apart(reply, there.operator, thread, "0.1 % TREO.")
    for page in (member, second_tab, anybody):
        expect(page.locator(f"#p{post.number}")).to_contain_text("0.1 % TREO.", timeout=PATIENCE_MS)
        expect(page.locator("[data-live-note]")).to_have_text("1 new post")
    expect(member.locator("[data-live-inbox] .count")).to_have_text("1", timeout=PATIENCE_MS)


def test_whoever_is_writing_is_told_and_nothing_moves(there: World, stack: Stack, chromium: Browser) -> None:
    thread = apart(start, there.geologist, there.public)
    page = page_of(chromium, stack, there.newcomer)
    page.goto(f"{stack.url}/threads/{thread.pk}")
    box = page.locator("#reply textarea")
    box.fill("I think")
    before = box.bounding_box()
    apart(reply, there.operator, thread)
    note = page.locator("[data-live-note] a")
    expect(note).to_have_text("1 new post", timeout=PATIENCE_MS)
    expect(page.locator("#p2")).to_have_count(0)
    assert before is not None
    assert box.input_value() == "I think"
    note.click()
    expect(page.locator("#p2")).to_be_visible()


def test_a_released_answer_appears_on_an_open_interview_and_without_scripts_with_the_next_page(
    there: World, stack: Stack, chromium: Browser
) -> None:
    interview_id = apart(cases.at, there, State.ANSWERING)
    apart(_go_live, interview_id)
    answer_id = apart(_cleared, there, interview_id)
    address = f"{stack.url}/interviews/{interview_id}"
    page, plain = page_of(chromium, stack, None), chromium.new_context(java_script_enabled=False).new_page()
    for one in (page, plain):
        one.goto(address)
        expect(one.locator("#answers")).to_contain_text("None yet.")

    apart(answering.release_answer, actor=there.editor, answer_id=answer_id, version=1)

    expect(page.locator("#answers")).to_contain_text(cases.WORDS, timeout=PATIENCE_MS)
    plain.reload()
    expect(plain.locator("#answers")).to_contain_text(cases.WORDS)


def _go_live(interview_id: int) -> None:
    Interview.objects.filter(pk=interview_id).update(live=True)


def _cleared(world: World, interview_id: int) -> int:
    cases.clear(world, interview_id)
    return Answer.objects.get(interview=interview_id).pk
