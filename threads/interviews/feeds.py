"""The library for programs: RSS with the podcast namespace, JSON Chapters, JSON-LD, plain text. Pure."""

import json
from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from html import unescape
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.utils.html import strip_tags

from threads.interviews.selectors.cases import InterviewRow
from threads.interviews.selectors.library import FeedPart, Published

PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
FEEDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The UUID under which the podcast namespace has every feed named."""
EXCERPT = 280


def rss(rows: Sequence[InterviewRow], parts: Mapping[int, FeedPart], *, origin: str, site: str) -> bytes:
    """RSS 2.0 (rssboard.org/rss-specification) with the podcast namespace: transcript, person and chapters of each item.

    `podcast:guid` is made from the feed's address as the namespace's documentation says (podcastindex.org/namespace/1.0).
    """
    address = f"{origin}/interviews/feed.xml"
    register_namespace("podcast", PODCAST)
    register_namespace("atom", ATOM)
    register_namespace("itunes", ITUNES)
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _say(channel, "title", f"{site}: interviews")
    _say(channel, "link", f"{origin}/interviews")
    _say(channel, "description", "Questions by verified members, answered on agreed terms and published word for word.")
    _say(channel, "language", "en")
    SubElement(channel, f"{{{ATOM}}}link", href=address, rel="self", type="application/rss+xml")
    if parts:
        _say(channel, "lastBuildDate", format_datetime(max(one.changed_at for one in parts.values()), usegmt=True))
    _say(channel, f"{{{ITUNES}}}author", site)
    _say(channel, f"{{{ITUNES}}}explicit", "false")
    SubElement(channel, f"{{{ITUNES}}}category", text="Science")
    _say(channel, f"{{{PODCAST}}}guid", str(uuid5(FEEDS, address.partition("://")[2].rstrip("/"))))
    _say(channel, f"{{{PODCAST}}}medium", "podcast")
    for row in rows:
        if row.id in parts:
            _item(channel, row, parts[row.id], origin)
    whole: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + whole


def _item(channel: Element, row: InterviewRow, part: FeedPart, origin: str) -> None:
    url = f"{origin}{row.url}"
    item = SubElement(channel, "item")
    _say(item, "title", f"{row.name}: {row.title}")
    _say(item, "link", url)
    SubElement(item, "guid", isPermaLink="true").text = url
    if row.published_at is not None:
        _say(item, "pubDate", format_datetime(row.published_at, usegmt=True))
    _say(item, "description", " ".join(unescape(strip_tags(part.html)).split())[:EXCERPT])
    SubElement(item, f"{{{PODCAST}}}transcript", url=f"{url}/transcript.txt", type="text/plain", language="en")
    SubElement(item, f"{{{PODCAST}}}person", role="guest").text = row.name
    if row.recording_url:
        SubElement(
            item, "enclosure", url=row.recording_url, type=row.recording_type, length=str(row.recording_bytes or 0)
        )
        if part.has_chapters:
            SubElement(item, f"{{{PODCAST}}}chapters", url=f"{url}/chapters.json", type="application/json+chapters")
        if row.recording_seconds:
            _say(item, f"{{{ITUNES}}}duration", str(row.recording_seconds))


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def chapters(found: Published) -> bytes:
    """JSON Chapters 1.2 (podcastindex.org)."""
    marks = [{"startTime": one.starts_at, "title": one.title} for one in found.chapters]
    return json.dumps({"version": "1.2.0", "title": found.interview.title, "chapters": marks}).encode()


def plain_text(found: Published) -> str:
    """Question and answer in turn, each under its speaker's name."""
    lines = [f"{found.interview.name}: {found.interview.title}", f"Version {found.version.version}", ""]
    for one in found.entries:
        lines += [f"{one.asked_by}: {one.question_text}", "", f"{one.speaker or '—'}: {one.answer_source}", ""]
    return "\n".join(lines)


def json_ld(found: Published, *, origin: str) -> str:
    """schema.org `Article` about an interview, its questions and answers as parts; safe inside a script element."""
    row = found.interview
    url = f"{origin}{row.url}"
    whole = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": url,
        "url": url,
        "genre": "interview",
        "headline": row.title,
        "about": {"@type": "Person", "name": row.name, **({"jobTitle": row.role} if row.role else {})},
        "datePublished": row.published_at.isoformat() if row.published_at else None,
        "dateModified": found.version.made_at.isoformat(),
        "version": found.version.version,
        "hasPart": [
            {
                "@type": "Question",
                "@id": f"{url}#a{one.answer_id}",
                "text": one.question_text,
                "author": {"@type": "Person", "name": one.asked_by},
                "acceptedAnswer": {
                    "@type": "Answer",
                    "url": f"{url}/answers/{one.answer_id}",
                    "text": one.answer_source,
                    **({"author": {"@type": "Person", "name": one.speaker}} if one.speaker else {}),
                },
            }
            for one in found.entries
        ],
    }
    return json.dumps(whole, ensure_ascii=False).translate(ESCAPES)


ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""What could end the script element that holds the data."""
