"""The pages of boards, threads and posts."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.selectors import Viewer, ignored_by, is_staff, profile
from accounts.verification.selectors import Badge, badges_of
from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.http.refusals import BadForm
from forum.kernel import text
from forum.kernel.errors import EditConflict, NotFound
from threads.disclosures import selectors as disclosures
from threads.discussion import policies, selectors, services
from threads.discussion.forms import EditForm, ReplyForm, ThreadForm

CLOSURES = {"1": True, "0": False}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What moved."""
    viewer = request.user
    found = selectors.threads_by_activity(viewer=viewer, limit=12)
    context = {
        "boards": _board_rows(request),
        "threads": found.rows,
        "boards_url": reverse("boards"),
        "about_url": reverse("about"),
        "join_url": reverse("account_signup"),
    }
    return pages.render(request, "home.html", context, tagged=True)


@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    return pages.render(request, "boards.html", {"boards": _board_rows(request)}, tagged=True)


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """A board's threads, the last active first."""
    found = selectors.board(slug, viewer=request.user)
    purpose = f"board:{found.id}"
    place = Cursor.open(request.GET["at"], purpose=purpose) if "at" in request.GET else {}
    rows = selectors.threads_by_activity(viewer=request.user, board=found, **place)
    older = Cursor.seal({"snapshot": rows.snapshot, "before": rows.before}, purpose=purpose) if rows.before else None
    why_not = policies.refusal(policies.check_start, request.user, found)
    url = reverse("board", args=[slug])
    context = {
        "board": _board(found),
        "rows": rows.rows,
        "can_start": why_not is None,
        "why_not_start": why_not.detail if why_not else "",
        "start_url": reverse("thread-new", args=[slug]),
        "older_url": f"{url}?at={older}" if older else None,
        "newer_url": url if place else None,
        "crumbs": [{"label": _("Boards"), "url": reverse("boards")}],
    }
    return pages.render(request, "board.html", context, tagged=True)


@require_http_methods(["GET", "HEAD", "POST"])
def new_thread(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a thread."""
    found = selectors.board(slug, viewer=request.user)
    policies.check_start(request.user, found)
    form = ThreadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("start", request)
        with form.taking():
            made = services.start_thread(
                actor=request.user, board_slug=slug, title=form.cleaned_data["title"], source=form.cleaned_data["text"],
                key=pages.page_key(request, "start_thread", form.cleaned_data),
            )  # fmt: skip
            return pages.see_other(f"{reverse('thread', args=[made])}#p1")
    context = {
        "board": _board(found),
        "form": form,
        "crumbs": [{"label": found.title, "url": reverse("board", args=[slug])}],
    }
    return pages.render(request, "thread_new.html", context, status=form.status)


@require_safe
def thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Posts of a thread from number `?from=` on; asked for by a script on the page, those posts alone."""
    first = pages.whole_number(request.GET.get("from"), default=1)
    if request.headers.get("HX-Request") == "true":
        return _posts_alone(request, thread_id, first)
    return _thread_page(request, thread_id, first, None)


@require_POST
def reply(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Add a post; what was typed comes back with the reason when it cannot stand."""
    form = ReplyForm(request.POST, asks=_asks(request.user, selectors.deposit_ids_of(thread_id)))
    if form.is_valid():
        limits.spend("post", request)
        with form.taking():
            made = services.post_reply(
                actor=request.user, thread_id=thread_id, source=form.cleaned_data["text"], said=form.said,
                key=pages.page_key(request, f"post_reply:{thread_id}", form.cleaned_data),
            )  # fmt: skip
            row = selectors.post_row(made, viewer=request.user)
            return pages.see_other(_place_of(row.thread_id, row.number))
    last = selectors.thread(thread_id, viewer=request.user).last_number
    return _thread_page(request, thread_id, _page_start(last), form)


@require_POST
def closure(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Close a thread, or open it again."""
    wanted = CLOSURES.get(request.POST.get("closed", ""))
    if wanted is None:
        raise BadForm
    limits.spend("write", request)
    services.set_closure(actor=request.user, thread_id=thread_id, closed=wanted)
    return pages.see_other(reverse("thread", args=[thread_id]))


@require_safe
def post(request: HttpRequest, thread_id: int, number: int) -> HttpResponse:
    """A post's permanent address leads to the page that shows it."""
    found = selectors.posts_of(thread_id, viewer=request.user, first=number, limit=1)
    if not found or found[0].number != number:
        raise NotFound
    return pages.see_other(_place_of(thread_id, number))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Edit a post. When somebody was faster, both texts are shown and nothing is lost."""
    found = selectors.post(post_id, viewer=request.user)
    policies.check_edit(request.user, found)
    form = EditForm(request.POST or None, initial={"text": found.source, "version": found.version})
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.edit_post(
                actor=request.user,
                post_id=post_id,
                source=form.cleaned_data["text"],
                version=form.cleaned_data["version"],
            )
            return pages.see_other(_place_of(found.thread_id, found.number))
    conflict: dict[str, Any] = {}
    if form.status == EditConflict.status:
        found = selectors.post(post_id, viewer=request.user)
        conflict = {"conflict": _conflict(found)}
        form = EditForm(initial={"text": form.cleaned_data["text"], "version": found.version})
        form.status = EditConflict.status
    context = {
        **conflict,
        "post": {
            "number": found.number,
            "url": _place_of(found.thread_id, found.number),
            "thread_title": found.thread.title,
            "version": found.version,
        },
        "form": form,
        "crumbs": [{"label": found.thread.title, "url": reverse("thread", args=[found.thread_id])}],
    }
    return pages.render(request, "post_edit.html", context, status=form.status)


@require_safe
def member(request: HttpRequest, handle: str) -> HttpResponse:
    """Who somebody is here, and what they wrote that this viewer may read."""
    found = profile(handle, viewer=request.user)
    purpose = f"posts-by:{found.person.id}"
    before = Cursor.open(request.GET["at"], purpose=purpose)["before"] if "at" in request.GET else 0
    more = selectors.posts_by(found.person.id, viewer=request.user, before=before, limit=selectors.POSTS + 1)
    rows = more[: selectors.POSTS]
    older = Cursor.seal({"before": rows[-1].id}, purpose=purpose) if len(more) > len(rows) else None
    url = found.person.url
    mine = request.user.pk == found.person.id
    context = {
        "member": {
            "handle": found.person.handle,
            "url": url,
            "colour": found.person.colour,
            "role_label": found.person.role_label,
            "joined_on": found.joined_on,
            "bio_html": pages.stored_html(found.bio_html),
            "badges": badges_of({found.person.id})[found.person.id],
            "ignore_url": None if mine else f"{reverse('people')}?handle={found.person.handle}",
            "edit_url": reverse("settings") if mine else None,
        },
        "posts": [
            {
                "thread_title": row.thread_title,
                "url": row.url,
                "excerpt": text.excerpt(row.start, 240),
                "created_at": row.created_at,
            }
            for row in rows
        ],
        "older_url": f"{url}?at={older}" if older else None,
        "newer_url": url if before else None,
    }
    return pages.render(request, "member.html", context, tagged=True)


def _posts_alone(request: HttpRequest, thread_id: int, first: int) -> HttpResponse:
    """The posts from number `first` on, for a page that already shows those before."""
    found = selectors.thread(thread_id, viewer=request.user)
    rows = selectors.posts_of(thread_id, viewer=request.user, first=first, limit=selectors.POSTS)
    context = {
        "posts": _posts(rows, request.user, closed=found.closed),
        "can_reply": policies.refusal(policies.check_reply, request.user, found) is None,
    }
    return pages.render(request, "thread.html#posts", context)


def _thread_page(request: HttpRequest, thread_id: int, first: int, form: ReplyForm | None) -> HttpResponse:
    viewer = request.user
    found = selectors.thread(thread_id, viewer=viewer)
    subjects = selectors.subjects_of(thread_id)
    if form is None:
        asks = bool(subjects) and _asks(viewer, selectors.deposit_ids_of(thread_id))
        form = ReplyForm(asks=asks)
    if first > found.last_number:
        first = _page_start(found.last_number)
    rows = selectors.posts_of(thread_id, viewer=viewer, first=first, limit=selectors.POSTS)
    why_not = policies.refusal(policies.check_reply, viewer, found)
    url = reverse("thread", args=[thread_id])
    context = {
        "thread": {
            "id": found.pk,
            "title": found.title,
            "url": url,
            "board": _board(found.board),
            "deposits": subjects,
            "closed": found.closed,
            "closed_line": "",
            "post_count": found.post_count,
            "created_at": found.created_at,
            "can_close": policies.refusal(policies.check_close, viewer) is None,
            "closure_url": reverse("thread-closure", args=[thread_id]),
        },
        "posts": _posts(rows, viewer, closed=found.closed),
        "pager": _pager(url, first, found.last_number),
        "timeline": _timeline(url, first, found.last_number),
        "reply_form": form,
        "reply_url": reverse("thread-reply", args=[thread_id]),
        # Whoever has typed something gets it back, even when it can no longer be sent.
        "can_reply": why_not is None or form.is_bound,
        "why_not_reply": why_not.detail if why_not else "",
        "sign_in_url": pages.sign_in_url(f"{url}#reply"),
    }
    return pages.render(request, "thread.html", context, status=form.status, tagged=True)


def _asks(viewer: Viewer, deposit_ids: Sequence[int]) -> bool:
    """Whether `viewer` must say what interest they have before they post on these deposits."""
    return bool(disclosures.unstated(viewer, deposit_ids))


def _posts(rows: list[selectors.PostRow], viewer: Viewer, *, closed: bool) -> list[dict[str, Any]]:
    """Posts for `components/post.html`, with their authors' badges, and closed where the reader ignores the author."""
    badges, ignored = badges_of({row.author.id for row in rows}), ignored_by(viewer)
    return [
        _post(row, viewer, closed=closed, badges=badges[row.author.id], ignored=row.author.id in ignored)
        for row in rows
    ]


def _post(
    row: selectors.PostRow, viewer: Viewer, *, closed: bool, badges: list[Badge], ignored: bool
) -> dict[str, Any]:
    """One of them, with the actions its reader may take."""
    mine = viewer.pk == row.author.id and (not closed or is_staff(viewer))
    return {
        "id": row.id,
        "number": row.number,
        "url": row.url,
        "author": row.author,
        "badges": badges,
        "ignored": ignored,
        "html": pages.stored_html(row.html),
        "disclosure_line": row.interest,
        "created_at": row.created_at,
        "edited_at": row.edited_at,
        "can_edit": mine,
        "edit_url": reverse("post-edit", args=[row.id]) if mine else None,
    }


def _board(found: Any) -> dict[str, Any]:
    return {
        "id": found.id,
        "slug": found.slug,
        "title": found.title,
        "description": found.description,
        "colour": found.colour,
        "url": reverse("board", args=[found.slug]),
        "thread_count": found.thread_count,
    }


def _board_rows(request: HttpRequest) -> list[dict[str, Any]]:
    return [_board(found) for found in selectors.boards(viewer=request.user)]


def _page_start(number: int) -> int:
    return (max(1, number) - 1) // selectors.POSTS * selectors.POSTS + 1


def _place_of(thread_id: int, number: int) -> str:
    """Where a post is shown: its page, and the post on it."""
    return f"{reverse('thread', args=[thread_id])}?from={_page_start(number)}#p{number}"


def _pager(url: str, first: int, total: int) -> dict[str, Any]:
    """Links by number for a page that shows posts from `first` on: the ends, the neighbours, and gaps between."""
    size = selectors.POSTS
    current, last = _page_start(first), _page_start(total)
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


def _timeline(url: str, first: int, total: int) -> list[dict[str, Any]]:
    """Up to eight places along a thread longer than three pages."""
    if total <= 3 * selectors.POSTS:
        return []
    starts = sorted({_page_start(1 + total * step // 7) for step in range(7)} | {_page_start(total)})
    nearest = min(starts, key=lambda start: abs(start - first))
    return [
        {"label": f"{start}", "number": start, "url": f"{url}?from={start}", "current": start == nearest}
        for start in starts
    ]


def _conflict(found: Any) -> dict[str, Any]:
    return {
        "text": found.source,
        "version": found.version,
        "edited_at": found.edited_at,
        "editor_handle": found.author.handle,
    }
