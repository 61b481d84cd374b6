"""Pieces of page context that several pages of the discussion share."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.members.selectors import Viewer
from accounts.verification.selectors import badges_of
from forum.http import limits, pages
from forum.kernel.errors import EditConflict, NotFound, Unavailable
from threads.discussion import selectors
from threads.discussion.selectors import PostRow
from threads.discussion.services import TimedChange
from threads.discussion.services.drafts import PLACE
from threads.interviews import selectors as interviews

REACTION_WORDS = {
    "thanks": gettext_lazy("Thanks"), "agree": gettext_lazy("Agree"), "sourced": gettext_lazy("Well sourced"),
    "doubt": gettext_lazy("I doubt this"),
}  # fmt: skip
CHANGE_WORDS = {
    "closed": gettext_lazy("closed this thread"),
    "locked": gettext_lazy("closed this thread"),
    "reopened": gettext_lazy("opened this thread again"),
    "pinned": gettext_lazy("pinned this thread"),
    "unpinned": gettext_lazy("unpinned this thread"),
    "archived": gettext_lazy("archived this thread"),
    "unarchived": gettext_lazy("took this thread out of the archive"),
    "renamed": gettext_lazy("gave this thread another title"),
    "moved": gettext_lazy("moved this thread"),
    "merged": gettext_lazy("merged another thread into this one"),
    "split": gettext_lazy("moved posts to another thread"),
}
TIMER_WORDS = {
    TimedChange.CLOSE: gettext_lazy("closes on"),
    TimedChange.REOPEN: gettext_lazy("opens again on"),
    TimedChange.UNPIN: gettext_lazy("pinned until"),
    TimedChange.ARCHIVE: gettext_lazy("archived on"),
}
REMOVED, HIDDEN = 1, 2


def page_start(number: int) -> int:
    """The first number of the page on which post `number` stands."""
    return (max(1, number) - 1) // selectors.POSTS * selectors.POSTS + 1


def where(thread_id: int, number: int) -> str:
    """Where a post is shown: its page, and the post on it."""
    return f"{reverse('thread', args=[thread_id])}?from={page_start(number)}#p{number}"


def with_answer(request: HttpRequest, text: str) -> str:
    """`text` with the published answer that the address asks to quote (`?answer=`) behind it, for a member."""
    answer_id = pages.whole_number(request.GET.get("answer"), default=0, largest=2**63 - 1)
    quoted = interviews.quote_of(answer_id) if answer_id and request.user.is_authenticated else ""
    return "\n\n".join(part for part in (text.strip(), quoted) if part) + "\n\n" if quoted else text


def address_of(post_id: int, *, viewer: Viewer) -> str:
    """Where a post is shown; the boards for one that the viewer may no longer see."""
    try:
        row = selectors.post_row(post_id, viewer=viewer)
    except NotFound:
        return reverse("boards")
    return where(row.thread_id, row.number)


def board_part(found: Any) -> dict[str, Any]:
    """A board for the components."""
    return {
        "id": found.id,
        "slug": found.slug,
        "title": found.title,
        "description": found.description,
        "colour": found.colour,
        "url": reverse("board", args=[found.slug]),
        "thread_count": found.thread_count,
    }


def board_rows(request: HttpRequest) -> list[dict[str, Any]]:
    """The viewer's boards in order, those with something unread marked as such."""
    viewer = member_of(request)
    rows = selectors.boards(viewer=request.user)
    unread = selectors.unread_on_boards([found.id for found in rows], viewer=viewer) if viewer else set()
    return [{**board_part(found), "has_unread": found.id in unread, "below": bool(found.parent)} for found in rows]


def post_part(row: PostRow, *, may_write: bool, keeps_order: bool, signed_in: bool) -> dict[str, Any]:
    """A post for `components/post.html`, with the actions its reader may take."""
    there = row.author is not None and row.state == 0
    mine = row.mine and may_write and not row.whisper
    reacts = signed_in and there and not row.mine
    answer = f"/threads/{row.thread_id}?from={page_start(row.number)}&reply_to={row.number}"
    return {
        "id": row.id,
        "number": row.number,
        "url": row.url,
        "author": row.author,
        "html": pages.stored_html(row.html),
        "created_at": row.created_at,
        "edited_at": row.edited_at,
        "version": row.version,
        "whisper": row.whisper,
        "reply_to": row.reply_to,
        "state": {REMOVED: "removed", HIDDEN: "hidden"}.get(int(row.state)) if row.author else None,
        "deleted": row.author is None,
        "deleted_line": _("This post was hidden by moderators.") if row.state == HIDDEN else "",
        "history_url": reverse("post-revisions", args=[row.id]) if row.edited_at else None,
        "can_edit": mine and there,
        "edit_url": reverse("post-edit", args=[row.id]) if mine and there else None,
        "can_reply": may_write and there,
        "reply_url": f"{answer}#reply" if may_write and there else None,
        "quote_url": f"{answer}&quote=1#reply" if may_write and there else None,
        "report_url": reverse("report", args=["post", row.id]) if there and not row.mine else None,
        "removal_url": reverse("post-removal", args=[row.id]) if mine and row.state != HIDDEN else None,
        "removed": row.state == REMOVED,
        "reaction_url": reverse("post-reaction", args=[row.id]) if reacts else None,
        "reactions": [
            {"kind": kind, "label": REACTION_WORDS[kind], "count": count, "mine": kind == row.reacted}
            for kind, count in row.reactions
        ],
        "reacted": row.reacted,
        "disclosure_line": row.interest,
        "kinds": [
            {"kind": kind, "label": word, "mine": kind == row.reacted}
            for kind, word in REACTION_WORDS.items()
            if reacts
        ],
        "bookmark_url": reverse("post-bookmark", args=[row.id]) if signed_in and there else None,
        "bookmarked": row.kept,
        "ignored": row.ignored,
        "keeps_order": keeps_order,
    }


def add_badges(posts: list[dict[str, Any]]) -> None:
    """Add their authors' badges to posts. One query at most."""
    shown = [post for post in posts if post["author"] is not None]
    badges = badges_of({post["author"].id for post in shown})
    for post in shown:
        post["badges"] = badges[post["author"].id]


def change_part(row: selectors.ChangeRow, thread_id: int, *, keeps_order: bool) -> dict[str, Any]:
    """An event line between posts."""
    return {
        "actor": row.actor,
        "decided": str(row.kind) == "locked",
        "words": CHANGE_WORDS[str(row.kind)],
        "at": row.at,
        "other_url": reverse("thread", args=[row.other_id]) if row.other_id else None,
        "other_title": row.other_title,
        "from_board": row.from_board,
        "to_board": row.to_board,
        "undone": row.undone,
        "undo_url": reverse("thread-undo", args=[thread_id, row.id]) if keeps_order and row.undoable else None,
    }


def woven(
    posts: Iterable[dict[str, Any]], changes: Iterable[selectors.ChangeRow], thread_id: int, *, keeps_order: bool
) -> list[dict[str, Any]]:
    """Posts with the event lines after those they stand behind."""
    waiting = list(changes)
    items: list[dict[str, Any]] = []
    for post in posts:
        while waiting and waiting[0].after_number < post["number"]:
            items.append({"line": change_part(waiting.pop(0), thread_id, keeps_order=keeps_order)})
        items.append({"post": post})
    items += [{"line": change_part(one, thread_id, keeps_order=keeps_order)} for one in waiting]
    return items


def pager(url: str, first: int, total: int) -> dict[str, Any]:
    """Links by number for a page that shows posts from `first` on: the ends, the neighbours, and gaps between."""
    size = selectors.POSTS
    current, last = page_start(first), page_start(total)
    near = {1, last, *range(max(1, current - size), min(last, current + size) + 1, size)}
    links: list[dict[str, Any]] = []
    for start in sorted(near):
        if links and start > links[-1]["start"] + size:
            links.append({"label": "…", "url": None, "start": start})
        links.append({"label": f"{start}", "url": f"{url}?from={start}", "start": start, "current": start == first})
    return {
        "first": first,
        "last": min(first + size - 1, total),
        "total": total,
        "current_from": first,
        "prev_url": f"{url}?from={max(1, first - size)}" if first > 1 else None,
        "next_url": f"{url}?from={first + size}" if first + size <= total else None,
        "pages": links,
    }


def timeline(thread_id: int, url: str, first: int, total: int) -> list[dict[str, Any]]:
    """Up to eight places along a thread longer than three pages, each with the day of the post there."""
    if total <= 3 * selectors.POSTS:
        return []
    starts = sorted({page_start(1 + total * step // 7) for step in range(7)} | {page_start(total)})
    places = selectors.dates_along(thread_id, starts)
    nearest = min((number for number, _ in places), key=lambda number: abs(number - first), default=1)
    return [
        {"at": at, "label": f"{number}", "number": number, "url": f"{url}?from={number}", "current": number == nearest}
        for number, at in places
    ]


def tabs(url: str, current: str, *, signed_in: bool) -> list[dict[str, Any]]:
    """The four orders of a list of threads; unread is for members."""
    words: Mapping[str, str] = {"latest": _("Latest"), "unread": _("Unread"), "hot": _("Hot"), "top": _("Top")}
    return [
        {"label": words[name], "url": url if name == "latest" else f"{url}?order={name}", "current": name == current}
        for name in words
        if signed_in or name != "unread"
    ]


def spans(url: str, current: str) -> list[dict[str, Any]]:
    """The periods of the top list."""
    words = {"day": _("Day"), "week": _("Week"), "month": _("Month"), "year": _("Year")}
    return [
        {"label": words[name], "url": f"{url}?order=top&span={name}", "current": name == current}
        for name in selectors.SPANS
    ]


def composing(place: str) -> dict[str, str]:
    """Where the composer of a text for `place` sends what it keeps, shows and brings."""
    return {
        "place": place,
        "draft_url": reverse("draft", args=[place]),
        "files_url": reverse("draft-files", args=[place]),
        "preview_url": f"{reverse('preview')}?place={place}",
    }


def home_of_draft(place: str) -> str:
    """Where a draft is written; the list of drafts for what is no place."""
    if not PLACE.fullmatch(place):
        return reverse("drafts")
    kind, _colon, key = place.partition(":")
    if kind == "thread":
        return f"{reverse('thread', args=[int(key)])}#reply"
    if kind == "post":
        return reverse("post-edit", args=[int(key)])
    return reverse("thread-new" if kind == "board" else "deposit-thread-new", args=[key])


def two_drafts(request: HttpRequest, place: str, typed: dict[str, str], *, instead_of: str = "") -> HttpResponse:
    """What was typed and what another device has kept since, or what was begun in each of two threads, side by side."""
    theirs = selectors.draft(place, viewer=request.user)
    context = {"typed": typed, "theirs": theirs, "place": place, "sequence": theirs.sequence if theirs else 0}
    if request.headers.get("HX-Request"):
        return pages.render(request, "components/draft_conflict.html", context)
    context |= {"action": reverse("draft", args=[place]), "instead_of": instead_of}
    status = EditConflict.status if request.method == "POST" else 200
    return pages.render(request, "draft.html", context, status=status)


def sequence_seen(request: HttpRequest) -> int:
    """The draft's sequence that the form was made with; 0 for none."""
    seen = request.POST.get("draft_sequence", "0")
    return 0 if seen == "0" else pages.whole_number(seen, default=0)


def member_of(request: HttpRequest) -> Any:
    """Whoever is signed in, or None."""
    return selectors.member_of(request.user)


def is_read(request: HttpRequest) -> bool:
    """Whether somebody is about to see this page: what a browser or the live stream fetches by itself has not been read."""
    ahead = request.headers.get("Sec-Purpose", "").startswith("prefetch") or "HX-Request" in request.headers
    return request.method == "GET" and not ahead


def slow_crawlers(request: HttpRequest) -> None:
    """Count a page read without an account, so that a crawler in a hurry is told to wait. Raises `TooMany`."""
    if member_of(request) is None:
        # Reading goes on while nobody counts.
        with suppress(Unavailable):
            limits.spend("crawl", request)


def canonical(path: str) -> str:
    """The one full address of a page."""
    return f"{settings.ORIGIN}{path}"
