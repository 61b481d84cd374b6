"""The review queue in a browser: forty items without a mouse, three keys each; and without scripts, as plain forms."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from moderation.actions.models import Action
from moderation.queue.models import ReviewItem
from tests.browser.reader import Reader
from tests.queue.ground import bad_post, decide, report, reported
from tests.world import World, member, reply, start
from threads.discussion.models import Post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
type NewReader = Callable[..., Reader]
FORTY = 40


def take_the_next(page: Page) -> None:
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/queue/\d+$"))


def test_forty_items_are_decided_by_three_keys_each(world: World, reader: NewReader) -> None:
    thread = start(world.geologist, world.public)
    for number in range(FORTY):
        report(reply(member(f"author-{number}xx"), thread, f"Buy number {number} now, trust me."), world.operator)
    page = reader(world.moderator).page
    page.goto(f"{reader(world.moderator).origin}/moderation/queue")
    take_the_next(page)
    for number in range(FORTY):
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
    expect(found.page).not_to_have_url(re.compile(rf"/queue/{item.pk}$"))
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


def test_a_view_is_kept_under_a_name_and_forgotten(world: World, reader: NewReader) -> None:
    reported(world)
    found = reader(world.moderator)
    page = found.page
    page.goto(f"{found.origin}/moderation/queue?kind=report")
    page.click("summary:has-text('Filter')")
    page.fill("#view-name", "Only reports")
    page.click("button:has-text('Keep')")
    page.wait_for_selector(".queue-views")
    page.goto(f"{found.origin}/moderation/queue")
    page.click(".queue-views a:has-text('Only reports')")
    expect(page).to_have_url(re.compile(r"\?kind=report$"))
    page.click(".queue-views button:has-text('Forget Only reports')")
    expect(page.locator(".queue-views")).to_have_count(0)


def test_many_are_decided_after_a_preview_and_taken_back_at_once(world: World, reader: NewReader) -> None:
    items = [reported(world, bad_post(world)) for _number in range(3)]
    found = reader(world.moderator)
    page = found.page
    page.goto(f"{found.origin}/moderation/queue")
    for item in items[:2]:
        page.check(f"input[name=item][value^='{item.pk}-']")
    page.click("summary:has-text('Decide the chosen together')")
    page.select_option("#bulk-kind", "hide")
    page.click("button:has-text('Preview')")
    expect(page.locator(".rows .row")).to_have_count(2)
    assert not Action.objects.exists()
    page.click("button:has-text('Decide all of these')")
    expect(page.locator("h1")).to_have_text("2 items were decided")
    assert ReviewItem.objects.filter(state="open").count() == 1
    page.click("button:has-text('Take all of it back')")
    page.wait_for_url("**/moderation/queue")
    expect(page.locator(".queue-row")).to_have_count(3)
    assert set(Action.objects.values_list("state", flat=True)) == {"reversed"}


def test_two_moderators_never_meet_and_a_late_decision_keeps_its_words(world: World, reader: NewReader) -> None:
    first, second = reported(world, bad_post(world)), reported(world, bad_post(world))
    mina, milo = reader(world.moderator), reader(world.second_moderator)
    given = []
    for found in (mina, milo):
        found.page.goto(f"{found.origin}/moderation/queue")
        take_the_next(found.page)
        given.append(int(found.page.url.rpartition("/")[2]))
    assert sorted(given) == sorted([first.pk, second.pk])
    milo.page.goto(f"{milo.origin}/moderation/queue/{given[0]}")
    expect(milo.page.locator(".queue-why")).to_contain_text("mina-moderator is at it")
    expect(milo.page.locator("[data-decide]")).to_have_count(0)

    report(Post.objects.get(pk=int(ReviewItem.objects.get(pk=given[0]).target_id)), world.geologist)
    mina.page.keyboard.press("r")
    mina.page.click("summary:has-text('Facts, term, place')")
    mina.page.fill("#facts", "It names a day to buy.")
    mina.page.click("[data-decide] button[type=submit]")
    mina.page.wait_for_selector(".message")
    assert mina.page.input_value("#facts") == "It names a day to buy."
    assert mina.page.is_checked("input[name=kind][value=remove]")
    assert not Action.objects.exists()
    mina.page.click("[data-decide] button[type=submit]")
    mina.page.wait_for_url("**/moderation/queue")
    assert Action.objects.get().facts == "It names a day to buy."
