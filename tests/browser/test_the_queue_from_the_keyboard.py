"""The review queue in a browser: forty items without a mouse, three keys each; and without scripts, as plain forms."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from moderation.actions.models import Action
from moderation.queue.models import ReviewItem
from tests.browser.reader import Reader
from tests.queue.ground import bad_post, decide, report, reported
from tests.world import World, member, reply, start
from threads.discussion.models import Post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
type NewReader = Callable[..., Reader]
FORTY = 40


def test_forty_items_are_decided_by_three_keys_each(world: World, reader: NewReader) -> None:
    thread = start(world.geologist, world.public)
    for number in range(FORTY):
        report(reply(member(f"author-{number}xx"), thread, f"Buy number {number} now, trust me."), world.operator)
    page = reader(world.moderator).page
    page.goto(f"{reader(world.moderator).origin}/moderation/queue")
    page.keyboard.press("n")
    for number in range(FORTY):
        page.wait_for_selector("[data-decide]")
        here = page.url
        page.keyboard.press("h" if number % 2 else "a")
        page.keyboard.press("6")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, here=here: url != here)
    assert ReviewItem.objects.filter(state="open").count() == 0
    assert Action.objects.filter(kind="hide", reason="ramping").count() == FORTY // 2
    assert Action.objects.filter(kind="approve").count() == FORTY // 2


def test_images_are_blurred_until_asked_for(world: World, reader: NewReader) -> None:
    thread = start(world.geologist, world.public)
    for number in range(2):
        shown = reply(world.newcomer, thread, f"A picture, {number}.")
        Post.objects.filter(pk=shown.pk).update(html='<p><img src="/static/assay/mark.svg" alt="A map" width="40"></p>')
    item = reported(world, shown)
    found = reader(world.moderator)
    page = found.page
    page.goto(f"{found.origin}/moderation/queue/{item.pk}")
    filters = "[...document.querySelectorAll('.queue-item .prose img')].map((one) => getComputedStyle(one).filter)"
    assert page.evaluate(filters) == ["blur(16px)"] * 2
    page.keyboard.press("i")
    assert page.evaluate(filters) == ["none"] * 2


def test_without_scripts_the_same_forms_decide(world: World, reader: NewReader) -> None:
    item = reported(world)
    found = reader(world.moderator, scripts=False)
    found.page.goto(f"{found.origin}/moderation/queue")
    found.page.click("text=Take the next")
    found.page.check("input[name=kind][value=hide]")
    found.page.click("text=Decide >> nth=-1")
    item.refresh_from_db()
    assert (item.state, item.outcome) == ("decided", "upheld")


@pytest.mark.parametrize("width", [390, 1440])
def test_its_pages_fit_and_are_for_everybody(world: World, reader: NewReader, width: int) -> None:
    decide(reported(world), world.moderator, "remove")
    post = bad_post(world)
    report(post, world.nobody, "danger", "I live there.")
    item = reported(world, post)
    staff, met, stranger = (reader(who, width=width) for who in (world.second_moderator, world.newcomer, None))
    staff.page.goto(f"{staff.origin}/moderation/queue")
    staff.page.click("text=Take the next")
    for found, path in (
        (staff, f"/moderation/queue/{item.pk}"), (staff, "/moderation/actions"), (staff, "/moderation/rules"),
        (staff, "/moderation/appeals"), (met, "/notices"), (stranger, "/moderation/log"), (stranger, "/moderation/transparency"),
        (stranger, f"/report/post/{post.pk}"),
    ):  # fmt: skip
        found.open(path)
        found_wrong = [one["id"] for one in Axe().run(found.page).response["violations"]]
        assert found_wrong == [], path
        assert found.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
