"""In a real browser, against the real processes: what one member writes appears where another reads."""

import pytest
from playwright.sync_api import Browser, expect

from forum.embedded.stack import Stack
from tests.live.pages import PATIENCE_MS, page_of
from tests.live.reading import apart
from tests.world import World, reply, start

pytestmark = [pytest.mark.browser, pytest.mark.stack]


def test_a_reply_appears_is_announced_and_moves_nothing(world: World, stack: Stack, chromium: Browser) -> None:
    thread = apart(start, world.geologist, world.public, "North wall")
    address = f"{stack.url}/threads/{thread.pk}"
    member, anybody = page_of(chromium, stack, world.geologist), page_of(chromium, stack, None)
    second_tab = member.context.new_page()
    for page in (member, second_tab, anybody):
        page.goto(address)
    member.bring_to_front()
    post = apart(reply, world.operator, thread, "0.1 % TREO.")
    for page in (member, second_tab, anybody):
        expect(page.locator(f"#p{post.number}")).to_contain_text("0.1 % TREO.", timeout=PATIENCE_MS)
        expect(page.locator("[data-live-note]")).to_have_text("1 new post")
    expect(member.locator("[data-live-inbox] .count")).to_have_text("1", timeout=PATIENCE_MS)


def test_whoever_is_writing_is_told_and_nothing_moves(world: World, stack: Stack, chromium: Browser) -> None:
    thread = apart(start, world.geologist, world.public)
    page = page_of(chromium, stack, world.newcomer)
    page.goto(f"{stack.url}/threads/{thread.pk}")
    box = page.locator("#reply textarea")
    box.fill("I think")
    before = box.bounding_box()
    apart(reply, world.operator, thread)
    note = page.locator("[data-live-note] a")
    expect(note).to_have_text("1 new post", timeout=PATIENCE_MS)
    expect(page.locator("#p2")).to_have_count(0)
    assert before is not None
    assert box.input_value() == "I think"
    note.click()
    expect(page.locator("#p2")).to_be_visible()
