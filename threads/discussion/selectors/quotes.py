"""What posts name: the quotes in them, and which of those their readers may see."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.members.selectors import Viewer, members_by_handle
from forum.kernel import text
from forum.kernel.text import AnswerRef, QuoteRef
from threads.deposits.selectors import names_for_text
from threads.discussion.attachments.naming import files_named
from threads.discussion.models import (
    AnswerQuote,
    Post,
    PostMove,
    PostQuote,
    PostRevision,
    State,
    TranscriptTakenDown,
)
from threads.discussion.selectors.visibility import post_seen, posts


def unseen_within(viewer: Viewer) -> ArraySubquery:
    """What each post quotes that `viewer` may not see, as its text names it, in the query that reads the posts."""
    unseen = PostQuote.objects.filter(~post_seen(viewer, "quoted__"), post=OuterRef("pk"))
    return ArraySubquery(unseen.values(ref=JSONObject(thread="thread_number", number="number")))


def taken_down_within() -> ArraySubquery:
    """What each post quotes of transcripts that were taken down: nobody reads those words any more."""
    return ArraySubquery(_taken_down().filter(post=OuterRef("pk")).values(ref=_ANSWER))


def _taken_down() -> QuerySet[AnswerQuote]:
    return AnswerQuote.objects.filter(
        Exists(TranscriptTakenDown.objects.filter(interview_number=OuterRef("interview_number")))
    )


_ANSWER = JSONObject(interview="interview_number", answer="answer_number")


def refs_of(posts: Sequence[dict[str, int]], answers: Sequence[dict[str, int]]) -> frozenset[QuoteRef | AnswerRef]:
    """What `unseen_within` and `taken_down_within` found for one post."""
    return frozenset([*(QuoteRef(**one) for one in posts), *(AnswerRef(**one) for one in answers)])


def unseen_quotes(post_id: int, *, viewer: Viewer) -> frozenset[QuoteRef | AnswerRef]:
    """The same for one post. One query."""
    rows = Post.objects.filter(pk=post_id).values_list(unseen_within(viewer), taken_down_within())
    return refs_of(*rows[0]) if rows else frozenset()


def mended_html(gone: dict[int, frozenset[QuoteRef | AnswerRef]]) -> dict[int, str]:
    """The posts' HTML without those quotes: rendered anew, since what is stored holds the words. None, no query."""
    if not gone:
        return {}
    rows = Post.objects.filter(pk__in=gone)
    return {
        pk: _without(gone[pk], source, "", read_level=level, author_id=author_id)[1]
        for pk, source, author_id, level in rows.values_list("pk", "source", "author_id", "thread__board__read_level")
    }


def _without(
    gone: frozenset[QuoteRef | AnswerRef], source: str, html: str, *, read_level: int, author_id: int | None = None
) -> tuple[str, str]:
    """Markdown and HTML without those quotes; as they are where there is none of them."""
    if not gone:
        return source, html
    shown = text.without_quotes(source, origin=settings.ORIGIN, of=gone)
    parsed = text.parse(shown, origin=settings.ORIGIN)
    return shown, text.render(parsed, names=names_for(parsed, read_level=read_level, author_id=author_id)).html


def copies_of(post_id: int, copies: Sequence[tuple[str, str]], *, viewer: Viewer) -> list[tuple[str, str]]:
    """Markdown and HTML of a post, its own or kept elsewhere, without quotes of what `viewer` may not see."""
    gone = unseen_quotes(post_id, viewer=viewer)
    if not gone:
        return list(copies)
    author_id, level = Post.objects.values_list("author_id", "thread__board__read_level").get(pk=post_id)
    return [_without(gone, source, html, read_level=level, author_id=author_id) for source, html in copies]


def summary_shown(source: str, html: str, *, read_level: int, viewer: Viewer) -> tuple[str, str]:
    """The same for an editor's summary. No query where it quotes nothing."""
    parsed = text.parse(source, origin=settings.ORIGIN) if "](" in source and ">" in source else None
    if parsed is None or not (parsed.posts or parsed.answers):
        return source, html
    there = posts_at(parsed.posts)
    seen = set(posts(viewer=viewer).filter(pk__in=[one.pk for one in there.values()]).values_list("pk", flat=True))
    down = TranscriptTakenDown.objects.filter(pk__in=[ref.interview for ref in parsed.answers])
    taken = set(down.values_list("pk", flat=True)) if parsed.answers else set()
    gone: frozenset[QuoteRef | AnswerRef] = frozenset([
        *(ref for ref, one in there.items() if one.pk not in seen),
        *(ref for ref in parsed.answers if ref.interview in taken),
    ])  # fmt: skip
    return _without(gone, source, html, read_level=read_level)


def shown_source(found: Post, *, viewer: Viewer) -> str:
    """The Markdown of a post that the viewer may see, without quotes of what they may not. Its author gets it whole."""
    return sources_of(found, [found.source], viewer=viewer)[0]


def sources_of(found: Post, sources: Sequence[str], *, viewer: Viewer) -> list[str]:
    """The same for several texts of one post, earlier ones among them. One query."""
    gone = frozenset() if viewer.pk == found.author_id else unseen_quotes(found.pk, viewer=viewer)
    if not gone:
        return list(sources)
    return [text.without_quotes(one, origin=settings.ORIGIN, of=gone) for one in sources]


def posts_at(refs: Collection[QuoteRef]) -> dict[QuoteRef, Post]:
    """What stands, or once stood, under each thread and number, whoever may see it, with its author. Two queries."""
    if not refs:
        return {}
    here, once = Q(), Q()
    for ref in refs:
        here |= Q(thread=ref.thread, number=ref.number)
        once |= Q(from_thread=ref.thread, from_number=ref.number)
    found = {
        QuoteRef(moved.from_thread, moved.from_number): moved.post
        for moved in PostMove.objects.filter(once).select_related("post__author", "post__thread__board").order_by("id")
    }
    for one in Post.objects.filter(here).select_related("author", "thread__board"):
        found[QuoteRef(one.thread_id, one.number)] = one
    return {ref: found[ref] for ref in refs if ref in found}


def names_for(
    parsed: text.Parsed, *, read_level: int, author_id: int | None = None, members: dict[str, str] | None = None
) -> text.Names:
    """What the names in a text stand for that everybody with `read_level` may read: deposits, posts, and `members`.

    Files are the author's own; a text that belongs to nobody shows none.
    """
    named = {
        ref: text.Post(url=f"/threads/{one.thread_id}/{one.number}", by=f"@{one.author.handle}")
        for ref, one in posts_at(parsed.posts).items()
        if one.state == State.VISIBLE
        and not one.whisper
        and one.thread.state == State.VISIBLE
        and one.thread.board.read_level <= read_level
    }
    return text.Names(
        members=_profiles(parsed) if members is None else members,
        deposits=names_for_text(parsed.deposits),
        posts=named,
        attachments={} if author_id is None else files_named(parsed.attachments, owner_id=author_id),
    )


def _profiles(parsed: text.Parsed) -> dict[str, str]:
    return {name: person.url for name, person in members_by_handle(set(parsed.handles)).items()}


def newly_mentioned(post_id: int) -> set[int]:
    """Ids of members whom the text of a post mentions, and none of its earlier texts that are kept. Three queries at most.

    For telling them once. An edit in the first minutes keeps no earlier text, so whoever tells must know whom it has told;
    and whether they may read the post, its readers say (`readers_of`).
    """
    found = Post.objects.filter(pk=post_id, state=State.VISIBLE).values_list("source", flat=True).first()
    named = set(text.parse(found, origin=settings.ORIGIN).mentions) if found else set()
    if not named:
        return set()
    for earlier in PostRevision.objects.filter(post=post_id).values_list("source", flat=True):
        named -= set(text.parse(earlier, origin=settings.ORIGIN).mentions)
    return {person.id for person in members_by_handle(named).values()}
