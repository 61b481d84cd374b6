"""What a script adds to a thread: later posts come as one reads, drafts are kept while one types, the preview is live."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewReader
from tests.world import World, reply, start
from threads.discussion import selectors
from threads.discussion.models import Thread

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def thread(world: World) -> Thread:
    """Forty-five posts: three pages."""
    made = start(world.geologist, world.public, "Assays from the north wall")
    for number in range(2, 46):
        reply(world.operator, made, f"Core {number}. " + "What was found in it, and by whom. " * 12)
    return made


@pytest.mark.parametrize("signed_in", [True, False])
def test_later_posts_come_as_one_reads_and_the_address_says_where_one_is(
    world: World, reader: NewReader, thread: Thread, signed_in: bool
) -> None:
    nora = reader(world.newcomer if signed_in else None)
    nora.open(f"/threads/{thread.pk}")

    nora.page.locator("#p20").scroll_into_view_if_needed()
    nora.page.locator("#p30").wait_for(state="attached")
    nora.page.locator("#p30").evaluate("post => post.scrollIntoView()")
    nora.page.wait_for_url("**?from=21")
    nora.page.locator("#p40").scroll_into_view_if_needed()
    nora.page.locator("#p45").wait_for(state="attached")

    expect(nora.page.locator("article.post")).to_have_count(45)
    assert (nora.complaints, nora.strangers) == ([], [])
    if signed_in:
        assert selectors.read_number(thread.pk, viewer=world.newcomer) == 45


def test_what_one_types_is_kept_and_previewed_and_another_device_is_told(
    world: World, reader: NewReader, thread: Thread
) -> None:
    phone, desk = reader(world.newcomer), reader(world.newcomer)
    for device in (phone, desk):
        device.open(f"/threads/{thread.pk}?from=41")

    phone.page.locator("main [name=text]").press_sequentially("The **cut-off** matters.")
    phone.page.locator("#draft-state").get_by_text("Kept").wait_for()
    phone.page.locator("#preview strong").get_by_text("cut-off").wait_for()
    phone.page.locator("main [name=text]").press_sequentially(" A lot.")
    phone.page.wait_for_function("() => document.getElementById('id_draft_sequence').value === '2'")
    desk.page.locator("main [name=text]").press_sequentially("From the desk.")
    desk.page.locator("#draft-state").get_by_text("Another device has changed this draft.").wait_for()

    kept = selectors.draft(f"thread:{thread.pk}", viewer=world.newcomer)
    assert kept is not None
    assert (kept.text, kept.sequence) == ("The **cut-off** matters. A lot.", 2)
    assert (phone.complaints, desk.complaints) == ([], [])


def test_without_a_script_every_step_has_a_page(world: World, reader: NewReader, thread: Thread) -> None:
    nora = reader(world.newcomer, scripts=False)
    nora.open(f"/threads/{thread.pk}")
    nora.follow("Later posts")
    nora.page.wait_for_url("**?from=21")
    nora.type(text="The **cut-off** matters.")
    nora.press("Keep as a draft")
    nora.sees("Your draft is kept.")
    assert nora.page.locator("main [name=text]").input_value() == "The **cut-off** matters."
    nora.press("Preview")
    nora.sees("Your browser's way back leads to the form")
    nora.open(f"/threads/{thread.pk}")
    nora.page.locator("#p2").get_by_role("link", name="Quote").click()
    quoted = re.compile(re.escape(f"> [@olga-operator](/threads/{thread.pk}/2):"))
    expect(nora.page.locator("main [name=text]")).to_have_value(quoted)
    nora.press("Post reply")
    nora.page.wait_for_url("**#p46")
    assert nora.page.locator("#p46 blockquote a").get_attribute("href") == f"/threads/{thread.pk}/2"


def test_a_reply_whose_answer_was_lost_on_the_way_stands_once_when_it_is_sent_again(
    world: World, reader: NewReader
) -> None:
    nora = reader(world.newcomer)
    path = f"/threads/{start(world.geologist, world.public).pk}"
    nora.open(path)
    nora.page.route("**/reply", lambda route: (route.fetch(max_redirects=0), route.abort()))
    nora.type(text="Three trucks on the north road.")
    nora.press("Post reply")
    nora.page.wait_for_url("chrome-error:**")
    nora.page.unroute("**/reply")

    nora.open(path)
    expect(nora.page.locator("main [name=text]")).to_have_value("Three trucks on the north road.")
    nora.press("Post reply")
    nora.page.wait_for_url("**#p2")

    expect(nora.page.locator("article.post")).to_have_count(2)
    assert nora.page.evaluate("Object.keys(localStorage)") == []
