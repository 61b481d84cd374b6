"""Where a rule requires a disclosure, the page comes back with the question in it and goes on with the answer, as plain forms."""

import re

import pytest
from django.test import Client

from moderation.rules.shipped import ship
from tests.deposits.files import GOOD
from tests.deposits.stock import rows_of, stocked
from tests.world import World, client_of, nothing_changes, start
from threads.disclosures.models import Disclosure
from threads.discussion.models import Post, Thread

TEXT = "Our project at [[hill-1]] is the best there is."


@pytest.fixture
def browser(world: World) -> Client:
    ship()
    stocked({"deposits.csv": rows_of("deposits", {**GOOD["deposits"], "slug": "hill-1"})})
    return client_of(world.operator)


def fields(page: str) -> dict[str, str]:
    """What the form would send as it stands: hidden fields and text areas."""
    hidden = re.findall(r'<input type="hidden" name="(?!csrf)([a-z_]+)"(?: value="([^"]*)")?', page)
    return {**dict(hidden), **dict(re.findall(r'<textarea name="([a-z_]+)"[^>]*>\s*([^<]*)</textarea>', page))}


def answered(browser: Client, path: str, first: dict[str, str]) -> None:
    """Send, be asked, forget the details, be asked for these, and answer."""
    with nothing_changes():
        asked = browser.post(path, first)
        page = asked.content.decode()
        assert asked.status_code == 409
        assert 'name="interest"' in page
        assert "Say first what interest you have" in page
        assert fields(page)["text"].strip() == TEXT
    again = {**first, **fields(page), "text": TEXT, "interest": "employed", "details": ""}
    with nothing_changes():
        short = browser.post(path, again)
        assert (short.status_code, 'name="interest"' in short.content.decode()) == (400, True)
    assert browser.post(path, {**again, "details": "by its operator"}).status_code == 303


def test_in_a_thread_that_is_about_no_deposit(world: World, browser: Client) -> None:
    thread = start(world.geologist, world.public)
    assert 'name="interest"' not in browser.get(f"/threads/{thread.pk}").content.decode()

    answered(browser, f"/threads/{thread.pk}/reply", {"text": TEXT})

    post = Post.objects.get(author=world.operator)
    assert [one.disclosure.details for one in post.interests.all()] == ["by its operator"]
    # Stated once, it is asked no more.
    assert browser.post(f"/threads/{thread.pk}/reply", {"text": TEXT}).status_code == 303


def test_where_a_thread_begins(world: World, browser: Client) -> None:
    answered(browser, f"/boards/{world.public.slug}/new", {"title": "The best there is", "text": TEXT})
    assert Thread.objects.get(author=world.operator).title == "The best there is"
    assert Disclosure.objects.get().details == "by its operator"
