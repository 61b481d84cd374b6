"""Feeds are Atom, sitemaps are sitemaps, JSON-LD is a forum posting: whatever stands in titles and texts."""

import json
import re
from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from tests.deposits.stock import MRIMA, stocked
from tests.world import World, client_of, reply, start
from threads.discussion import services
from threads.discussion.models import Post, Thread

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TITLE = '</script><b>"A & B" ]]> \u202bکانی\u202c <!--'
TEXT = "First & <b>last</b> ]]> word\n\n| a | b |\n|---|---|\n| 1 | `</script>` |"


@pytest.fixture
def thread(world: World) -> Thread:
    made = start(world.geologist, world.public, TITLE.replace("\u202b", "").replace("\u202c", ""), TEXT)
    reply(world.newcomer, made, "</script><script>alert(1)</script> and an answer.")
    return made


def feed(path: str, client: Client | None = None) -> ElementTree.Element:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def check(root: ElementTree.Element) -> None:
    """What RFC 4287 wants of a feed and its entries."""
    assert root.tag == f"{ATOM}feed"
    for part in (root, *root.findall(f"{ATOM}entry")):
        assert [len(part.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert str(part.findtext(f"{ATOM}id")).startswith(settings.ORIGIN)
        assert datetime.fromisoformat(str(part.findtext(f"{ATOM}updated"))).tzinfo is not None
    assert [link.get("href") for link in root.findall(f"{ATOM}link[@rel='self']")] == [root.findtext(f"{ATOM}id")]
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    for entry in root.findall(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "html"
        assert "<script" not in str(content.text)


def test_each_feed_is_atom(world: World, thread: Thread) -> None:
    for path in (
        "/latest.atom",
        "/boards/field-notes.atom",
        f"/threads/{thread.pk}.atom",
        "/members/gil-geologist.atom",
    ):
        root = feed(path)
        check(root)
        assert root.findall(f"{ATOM}entry")
        assert thread.title in [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]


def test_a_feed_of_nothing_is_atom_too(world: World) -> None:
    check(feed("/latest.atom"))


def test_a_deposit_has_a_feed_of_what_its_reader_may_see(world: World) -> None:
    stocked(MRIMA)
    for board in (world.public, world.members_only):
        services.start_thread(
            actor=world.geologist, board_slug=board.slug, title=f"On {board.slug}", source="x", deposits=["mrima-hill"],
            said=services.Said(services.Interest.NONE, ""),
        )  # fmt: skip

    def titles(client: Client) -> list[str | None]:
        root = feed("/deposits/mrima-hill.atom", client)
        check(root)
        return [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]

    assert titles(Client()) == ["On field-notes"]
    assert titles(client_of(world.newcomer)) == ["On lounge", "On field-notes"]
    services.set_thread_state(thread_id=Thread.objects.get(title="On field-notes").pk, hidden=True, actor_id=None)
    assert titles(Client()) == []
    assert '/deposits/mrima-hill.atom"' in Client().get("/deposits/mrima-hill/threads").text
    assert Client().get("/deposits/atlantis.atom").status_code == 404


def test_the_sitemaps_name_every_public_thread_and_nothing_else(world: World, thread: Thread) -> None:
    start(world.geologist, world.members_only)
    index = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    assert [one.text for one in index.iter(f"{MAP}loc")] == [f"{settings.ORIGIN}/sitemaps/1.xml"]
    inside = ElementTree.fromstring(Client().get("/sitemaps/1.xml").content)
    assert [one.text for one in inside.iter(f"{MAP}loc")] == [
        f"{settings.ORIGIN}/boards/field-notes", f"{settings.ORIGIN}/threads/{thread.pk}",
    ]  # fmt: skip


def test_json_ld_is_a_forum_posting_and_cannot_leave_its_element(world: World, thread: Thread) -> None:
    page = Client().get(f"/threads/{thread.pk}").text
    (raw,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found = json.loads(raw)
    assert (found["@context"], found["@type"]) == ("https://schema.org", "DiscussionForumPosting")
    assert found["headline"] == thread.title
    assert found["url"] == f"{settings.ORIGIN}/threads/{thread.pk}"
    assert found["author"]["@type"] == "Person"
    assert datetime.fromisoformat(found["datePublished"]) == thread.created_at
    assert [one["url"] for one in found["comment"]] == [f"{settings.ORIGIN}/threads/{thread.pk}/2"]
    assert found["commentCount"] == 1


def test_what_is_hidden_is_in_no_json_ld_and_members_get_none(world: World, thread: Thread) -> None:
    services.hide_post(post_id=Post.objects.get(thread=thread, number=2).pk, actor_id=None)
    assert "an answer" not in Client().get(f"/threads/{thread.pk}").text
    assert "ld+json" not in client_of(world.newcomer).get(f"/threads/{thread.pk}").text


def test_the_head_of_a_thread_names_it_for_other_sites(world: World, thread: Thread) -> None:
    head = Client().get(f"/threads/{thread.pk}").text.partition("</head>")[0]
    assert f'<link rel="canonical" href="{settings.ORIGIN}/threads/{thread.pk}">' in head
    assert 'property="og:title"' in head
    assert 'property="og:type"' in head
    assert "<b>" not in head
