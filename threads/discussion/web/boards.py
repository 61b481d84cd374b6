"""Boards, and threads in lists."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.kernel.errors import NotFound
from threads.deposits.selectors import lately_changed
from threads.discussion import policies, selectors, services
from threads.discussion.forms import ThreadForm
from threads.discussion.selectors import BoardRow, ThreadRow
from threads.discussion.web import parts
from threads.interviews.selectors import TABS, interview_rows


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What moved."""
    viewer = request.user
    found = selectors.threads_by_activity(viewer=viewer, limit=12)
    member = parts.member_of(request)
    context = {
        "boards": parts.board_rows(request),
        "threads": found.rows,
        "unread": selectors.unread_threads(viewer=member, limit=6)[0] if member else [],
        "deposits": lately_changed(),
        "interview": _next_interview(),
        "all_url": reverse("threads"),
        "boards_url": reverse("boards"),
        "about_url": reverse("about"),
        "join_url": reverse("account_signup"),
        "feed_url": reverse("latest-feed"),
    }
    return pages.render(request, "home.html", context, tagged=True)


def _next_interview() -> dict[str, Any] | None:
    """The newest that takes questions."""
    found = interview_rows(TABS["asking"], limit=1)
    if not found:
        return None
    row = found[0]
    return {"title": row.title, "url": row.url, "state": row.face, "closes_at": row.questions_until}


@require_safe
def board_list(request: HttpRequest) -> HttpResponse:
    """All boards, in two levels."""
    context = {
        "boards": parts.board_rows(request),
        "admin_url": reverse("admin-boards") if policies.can(policies.check_boards, request.user) else None,
    }
    return pages.render(request, "boards.html", context, tagged=True)


@require_safe
def thread_list(request: HttpRequest) -> HttpResponse:
    """Threads of all boards."""
    parts.slow_crawlers(request)
    url = reverse("threads")
    context = {
        **_listed(request, url, None, ""),
        "heading": _("Threads"),
        "feed_url": reverse("latest-feed"),
        "read_all_url": reverse("read-all") if parts.member_of(request) else None,
    }
    return pages.render(request, "threads.html", context, tagged=True)


@require_safe
def tag(request: HttpRequest, tag: str) -> HttpResponse:
    """Threads with one tag, the last active first."""
    parts.slow_crawlers(request)
    context = {
        **_listed(request, reverse("tag", args=[tag]), None, tag),
        "tabs": [],
        "spans": [],
        "heading": _("Tagged %(tag)s") % {"tag": tag},
    }
    return pages.render(request, "threads.html", context, tagged=True)


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """A board's threads, pinned ones on top."""
    parts.slow_crawlers(request)
    seen = selectors.boards(viewer=request.user)
    found = next((one for one in seen if one.slug == slug), None)
    if found is None:
        raise NotFound
    why_not = policies.refusal(policies.check_start, request.user, found)
    url = reverse("board", args=[slug])
    listed = _listed(request, url, found, "")
    on_top = listed["order"] == "latest" and not listed["newer_url"]
    context = {
        **listed,
        "pinned": selectors.pinned_threads(viewer=request.user, board=found) if on_top else [],
        "board": parts.board_part(found),
        "below": [parts.board_part(one) for one in seen if one.parent == slug],
        "can_start": why_not is None,
        "why_not_start": why_not.detail if why_not else "",
        "start_url": reverse("thread-new", args=[slug]),
        "feed_url": reverse("board-feed", args=[slug]),
        "moderators": selectors.moderators_of(found.id),
        "admin_url": reverse("admin-board", args=[slug]) if policies.can(policies.check_boards, request.user) else None,
        "crumbs": _crumbs(found, seen),
        "canonical": parts.canonical(url),
    }
    return pages.render(request, "board.html", context, tagged=True)


@require_http_methods(["GET", "HEAD", "POST"])
def new_thread(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a thread, from a template if one is chosen, and where one left off otherwise."""
    found = selectors.board(slug, viewer=request.user)
    policies.check_start(request.user, found)
    form = ThreadForm(request.POST or None, initial=_begun(request, found))
    if request.method == "POST" and form.is_valid():
        limits.spend("start", request)
        with form.taking():
            made = services.start_thread(
                actor=request.user, board_slug=slug, title=form.cleaned_data["title"], source=form.cleaned_data["text"],
                tags=tuple(form.cleaned_data["tags"].split()), publish_at=form.cleaned_data["publish_at"], said=form.said,
                key=pages.page_key(request, "start_thread", form.cleaned_data),
            )  # fmt: skip
            if isinstance(made, UUID):
                messages.info(request, _("Your text waits. It stands in the board as soon as it is released."))
                return pages.see_other(reverse("submissions"))
            return pages.see_other(f"{reverse('thread', args=[made])}#p1")
    context = {
        "board": parts.board_part(found),
        "form": form,
        "keep_drafts": not getattr(request.user, "protected", False),
        **parts.composing(f"board:{slug}"),
        "templates": [
            {"label": one.name, "url": f"{request.path}?template={one.id}"} for one in selectors.templates(found.id)
        ],
        "crumbs": [{"label": found.title, "url": reverse("board", args=[slug])}],
    }
    return pages.render(request, "thread_new.html", context, status=form.status)


def _begun(request: HttpRequest, found: BoardRow) -> dict[str, Any]:
    """What the form begins with: the chosen template, else the draft."""
    kept = selectors.draft(f"board:{found.slug}", viewer=request.user)
    sequence = kept.sequence if kept else 0
    if "template" in request.GET:
        chosen = selectors.template(found.id, pages.whole_number(request.GET["template"], default=0))
        return {"title": chosen.title, "text": chosen.body, "draft_sequence": sequence}
    text = parts.with_answer(request, kept.text if kept else "")
    return {"title": kept.title if kept else "", "text": text, "draft_sequence": sequence}


def _listed(request: HttpRequest, url: str, found: BoardRow | None, tag: str) -> dict[str, Any]:
    """A list of threads in the order that the address asks for, with its tabs and where to go on."""
    order = request.GET.get("order", "latest")
    span = request.GET.get("span", "week")
    span = span if span in selectors.SPANS else "week"
    rows, older, newer = _ordered(request, url, found, tag, order, span)
    return {
        "rows": rows,
        "order": order if order in {"unread", "hot", "top"} else "latest",
        "tabs": parts.tabs(url, order, signed_in=parts.member_of(request) is not None),
        "spans": parts.spans(url, span) if order == "top" else [],
        "older_url": older,
        "newer_url": newer,
    }


def _ordered(
    request: HttpRequest, url: str, found: BoardRow | None, tag: str, order: str, span: str
) -> tuple[list[ThreadRow], str | None, str | None]:
    viewer = request.user
    if order == "hot":
        return selectors.hot_threads(viewer=viewer, board=found), None, None
    if order == "top":
        return selectors.top_threads(viewer=viewer, board=found, span=span), None, None
    purpose = f"list:{order == 'unread'}:{found.id if found else 0}:{tag}"
    place: dict[str, Any] = Cursor.open(request.GET["at"], purpose=purpose) if "at" in request.GET else {}
    if order == "unread":
        rows, before = selectors.unread_threads(viewer=check_member(viewer), board=found, **place)
        cursor = Cursor.seal({"before": before}, purpose=purpose)
        base = f"{url}?order=unread"
        return rows, f"{base}&at={cursor}" if before else None, base if place else None
    slice_ = selectors.threads_by_activity(viewer=viewer, board=found, tag=tag, pinned=found is None, **place)
    cursor = Cursor.seal({"snapshot": slice_.snapshot, "before": slice_.before}, purpose=purpose)
    return slice_.rows, f"{url}?at={cursor}" if slice_.before else None, url if place else None


def _crumbs(found: BoardRow, seen: list[BoardRow]) -> list[dict[str, str]]:
    above = [{"label": one.title, "url": one.url} for one in seen if one.slug == found.parent]
    return [{"label": _("Boards"), "url": reverse("boards")}, *above]
