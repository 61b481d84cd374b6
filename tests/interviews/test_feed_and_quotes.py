"""What programs read and what members take away: the feed by the rules of its namespaces, quotes, caches."""

import json
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree

import pytest
from django.test import Client

from forum.kernel import clock
from tests.interviews.cases import WORDS, answer, at, clear, second_editor
from tests.world import World, client_of, start
from threads.interviews.models import Answer, Interview
from threads.interviews.services import answering, publishing
from threads.interviews.states import State

PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
# podcastindex.org/namespace/1.0: the types that `podcast:transcript` may have, and the roles of a person that we use.
TRANSCRIPT_TYPES = {
    "text/plain",
    "text/html",
    "text/vtt",
    "application/json",
    "application/srt",
    "application/x-subrip",
}


# RSS 2.0 (rssboard.org/rss-specification): what stands once in a channel and in an item, beside what namespaces add.
CHANNEL = {"title", "link", "description", "language", "lastBuildDate", f"{ATOM}link", f"{ITUNES}author", f"{ITUNES}explicit",
           f"{ITUNES}category", f"{PODCAST}guid", f"{PODCAST}medium"}  # fmt: skip
ITEM = {"title", "link", "guid", "pubDate", "description", "enclosure", f"{ITUNES}duration", f"{PODCAST}transcript",
        f"{PODCAST}person", f"{PODCAST}chapters"}  # fmt: skip
RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT")


def strictly_rss(raw: bytes) -> ElementTree.Element:
    """The channel of a feed that breaks no rule; a parser that takes anything would not tell."""
    assert raw.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<rss ')
    root = ElementTree.fromstring(raw)
    (channel,) = root
    assert (root.tag, root.attrib, channel.tag, channel.attrib) == ("rss", {"version": "2.0"}, "channel", {})
    below = [one.tag for one in channel if one.tag != "item"]
    assert set(below) <= CHANNEL
    assert {"title", "link", "description"} <= set(below)
    items = channel.findall("item")
    for tags in (below, *([one.tag for one in item] for item in items)):
        assert len(tags) == len(set(tags))
    for item in items:
        assert {one.tag for one in item} <= ITEM
        assert RFC_822.fullmatch(item.findtext("pubDate") or "")
        guid, enclosure = item.find("guid"), item.find("enclosure")
        assert guid is not None
        assert guid.attrib == {"isPermaLink": "true"}
        assert guid.text == item.findtext("link")
        if enclosure is not None:
            assert set(enclosure.attrib) == {"url", "type", "length"}
            assert enclosure.attrib["url"].startswith("https://")
            assert enclosure.attrib["length"].isdigit()
            assert "/" in enclosure.attrib["type"]
    assert len({item.findtext("guid") for item in items}) == len(items)
    return channel


def record(world: World, interview_id: int, chapters: list[tuple[int, str]]) -> None:
    publishing.set_recording(
        actor=world.editor, interview_id=interview_id, url="https://media.example.org/a.mp3", media_type="audio/mpeg",
        size=1000, seconds=600, chapters=chapters,
    )  # fmt: skip


def test_the_feed_keeps_the_rules_of_rss_and_of_the_podcast_namespace(world: World) -> None:
    plain, recorded = at(world, State.PUBLISHED), at(world, State.CORRECTED)
    record(world, recorded, [(0, "The <stream> & the pools")])

    served = Client().get("/interviews/feed.xml")
    channel = strictly_rss(served.content)

    assert served.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    for needed in ("title", "link", "description", "language", "lastBuildDate", f"{ITUNES}author", f"{ITUNES}explicit"):
        assert channel.findtext(needed), needed
    address = "testserver/interviews/feed.xml"
    assert channel.findtext(f"{PODCAST}guid") == str(uuid5(UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6"), address))
    assert channel.findtext(f"{PODCAST}medium") == "podcast"
    items = channel.findall("item")
    assert [one.findtext("guid") for one in items] == [f"http://testserver/interviews/{pk}" for pk in (recorded, plain)]
    for one in items:
        assert parsedate_to_datetime(one.findtext("pubDate") or "") <= clock.now()
        transcript = one.find(f"{PODCAST}transcript")
        assert transcript is not None
        assert transcript.attrib["type"] in TRANSCRIPT_TYPES
        assert 0 < len(one.findtext(f"{PODCAST}person") or "") <= 128
        assert "<" not in (one.findtext("description") or "<")
    enclosures, chapters = (
        [one.find(name) is not None for one in items] for name in ("enclosure", f"{PODCAST}chapters")
    )
    assert enclosures == chapters == [True, False]


def test_neither_an_empty_feed_nor_one_with_hostile_words_breaks_a_rule(world: World) -> None:
    assert strictly_rss(Client().get("/interviews/feed.xml").content).findall("item") == []
    hostile = "]]> <b>&amp; \U0001f3f4 ကခ \u05d0\u05d1 &#0; \"'"
    interview_id = at(world, State.PUBLISHED)
    Interview.objects.filter(pk=interview_id).update(title=hostile, shown_as=hostile)
    record(world, interview_id, [(0, hostile)])

    (item,) = strictly_rss(Client().get("/interviews/feed.xml").content).findall("item")

    assert item.findtext("title") == f"{hostile}: {hostile}"
    page = Client().get(f"/interviews/{interview_id}").content.decode()
    (linked,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(linked)["headline"] == hostile


def test_programs_get_the_feed_and_documents_again_only_when_they_changed(world: World) -> None:
    interview_id = at(world, State.PUBLISHED)
    paths = [
        "/interviews/feed.xml",
        *(f"/interviews/{interview_id}/{one}" for one in ("transcript.json", "transcript.txt")),
    ]
    tags = {path: Client().get(path).headers["ETag"] for path in paths}

    same = [Client().get(path, headers={"if-none-match": tags[path]}).status_code for path in paths]
    publishing.correct_answer(
        actor=world.editor,
        interview_id=interview_id,
        answer_id=Answer.objects.get().pk,
        source="Otherwise.",
        note="A word.",
    )
    changed = [Client().get(path, headers={"if-none-match": tags[path]}).status_code for path in paths]

    assert same == [304, 304, 304]
    assert changed == [200, 200, 200]


def test_no_cache_holds_a_word_past_its_time(world: World) -> None:
    interview_id = at(world, State.FROZEN)
    publishing.publish_transcript(
        actor=world.editor, interview_id=interview_id, embargo_until=clock.now() + timedelta(hours=1)
    )
    answer_id = Answer.objects.get().pk
    page = f"/interviews/{interview_id}"
    paths = [page, "/interviews", "/interviews?tab=answering", f"{page}/answers/{answer_id}", f"{page}/answers/{answer_id}/quote",
             "/interviews/feed.xml", f"{page}/transcript.json", f"/api/v1{page}", f"/api/v1{page}/transcript"]  # fmt: skip

    for path in paths:
        policy = Client().get(path).headers.get("Cache-Control", "no-store")
        assert re.search(r"no-store|no-cache|max-age=0\b|private", policy), (path, policy)

    out = at(world, State.PUBLISHED)
    kept = Client().get(f"/interviews/{out}")
    assert kept.headers["Cache-Control"] == "public, max-age=0"
    for editor in (world.editor, second_editor()):
        publishing.vote_takedown(actor=editor, interview_id=out, ground="safety", reason="Somebody is in danger.")
    gone = Client().get(f"/interviews/{out}", headers={"if-none-match": kept.headers["ETag"]})
    assert (gone.status_code, WORDS in gone.content.decode()) == (200, False)


def test_an_answer_goes_into_a_reply_and_into_a_new_thread_with_its_permanent_address(world: World) -> None:
    interview_id = at(world, State.PUBLISHED)
    answer_id = Answer.objects.get().pk
    thread = start(world.operator, world.public)
    browser = client_of(world.geologist)

    page = browser.get(f"/interviews/{interview_id}/answers/{answer_id}/quote").content.decode()
    places = [f"/threads/{thread.pk}?answer={answer_id}", f"/boards/{world.public.slug}/new?answer={answer_id}"]

    for place in places:
        assert f'href="{place}' in page
        box = browser.get(place).content.decode()
        assert f"&gt; [Dr. Ayla Marn](/interviews/{interview_id}/answers/{answer_id}):" in box
        assert f"&gt; {WORDS}" in box


@pytest.mark.parametrize("state", [State.ANSWERING, State.FROZEN])
def test_nothing_is_quoted_before_it_is_out(world: World, state: State) -> None:
    interview_id = at(world, state)
    answer_id = Answer.objects.get().pk
    thread = start(world.operator, world.public)

    for viewer in (world.geologist, world.editor, world.guest):
        browser = client_of(viewer)
        assert browser.get(f"/interviews/{interview_id}/answers/{answer_id}/quote").status_code == 404
        assert WORDS not in browser.get(f"/threads/{thread.pk}?answer={answer_id}").content.decode()


def test_a_background_answer_is_quoted_without_the_name(world: World) -> None:
    interview_id = at(world, State.SELECTED)
    answering.start_answering(actor=world.editor, interview_id=interview_id)
    made = answer(world, interview_id, attribution="background")
    answering.send_for_review(actor=world.editor, interview_id=interview_id)
    clear(world, interview_id)
    answering.freeze_answers(actor=world.guest, interview_id=interview_id)
    publishing.publish_transcript(actor=world.editor, interview_id=interview_id)

    page = client_of(world.geologist).get(f"/interviews/{interview_id}/answers/{made.pk}/quote").content.decode()

    assert Interview.objects.get().shown_as == "Dr. Ayla Marn"
    assert "&gt; [Hydrologist](" in page
