"""A thread's page: reading it, finding one's place in it, replying."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.kernel.errors import NotFound
from threads.disclosures import selectors as disclosures
from threads.discussion import policies, selectors, services
from threads.discussion.forms import ReplyForm
from threads.discussion.selectors import Opened, PostRow
from threads.discussion.services.reading import note_read
from threads.discussion.web import parts
from threads.discussion.web.meta import thread_meta


@require_safe
def thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Posts of a thread from number `?from=` on, flat or as a tree; a thread that was merged leads to where it went."""
    parts.slow_crawlers(request)
    first = pages.whole_number(request.GET.get("from"), default=1)
    try:
        if request.GET.get("view") == "tree":
            return _tree_page(request, thread_id, first)
        if request.GET.get("part") == "posts" or request.headers.get("HX-Request") == "true":
            part = _part(request, thread_id, first)
            del part["found"], part["rows"]
            part["is_read"] = parts.is_read(request)
            return pages.render(request, "components/posts_alone.html", part)
        return _thread_page(request, thread_id, first, None)
    except NotFound:
        return pages.see_other(reverse("thread", args=[selectors.home_of(thread_id, viewer=request.user)]))


@require_safe
def unread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """To the first post that the member has not read; to the last one when there is none."""
    member = check_member(request.user)
    found = selectors.thread_row(thread_id, viewer=member)
    return pages.see_other(
        parts.where(thread_id, selectors.first_unread(thread_id, viewer=member) or found.last_number)
    )


@require_POST
def reply(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Add a post; what was typed comes back with the reason when it cannot stand."""
    form = ReplyForm(request.POST, asks=_asks(request, selectors.deposit_ids_of(thread_id)))
    if form.is_valid():
        limits.spend("post", request)
        with form.taking():
            made = services.post_reply(
                actor=request.user, thread_id=thread_id, source=form.cleaned_data["text"],
                reply_to=form.cleaned_data["reply_to"], said=form.said, whisper=form.cleaned_data["whisper"],
                publish_at=form.cleaned_data["publish_at"],
                key=pages.page_key(request, f"post_reply:{thread_id}", form.cleaned_data),
            )  # fmt: skip
            if isinstance(made, UUID):
                messages.info(request, _("Your text waits. It stands in the thread as soon as it is released."))
                return pages.see_other(reverse("submissions"))
            return pages.see_other(parts.address_of(made, viewer=request.user))
    last = selectors.thread(thread_id, viewer=request.user).last_number
    return _thread_page(request, thread_id, parts.page_start(last), form)


@require_safe
def post(request: HttpRequest, thread_id: int, number: int) -> HttpResponse:
    """A post's permanent address leads to the page that shows it, wherever it has been moved."""
    return pages.see_other(parts.where(*selectors.place_of(thread_id, number, viewer=request.user)))


def _part(request: HttpRequest, thread_id: int, first: int) -> dict[str, Any]:
    """Posts with event lines between them, the link to those that follow, and the reader's mark set."""
    viewer, member = request.user, parts.member_of(request)
    found = selectors.opened(thread_id, viewer=viewer)
    thread = found.thread
    if first > thread.last_number:
        first = parts.page_start(thread.last_number)
    # Machines read without an account: what is said to them is said to nobody else.
    rows = selectors.posts_of(thread_id, viewer=viewer, first=first, limit=selectors.POSTS, starts=member is None)
    posts = _posts(request, found, rows)
    parts.add_badges(posts)
    first_new = next((one for one in posts if one["number"] > found.read), None)
    if member and found.read and first_new is not None and not first_new["deleted"]:
        first_new["first_unread"] = True
    reached = rows[-1].number if rows else first
    if member and reached > found.read and parts.is_read(request):
        note_read(member, thread_id, reached)
    changes = selectors.changes_between(thread_id, first - 1 if first == 1 else first, reached, viewer=viewer)
    url = reverse("thread", args=[thread_id])
    more = reached + 1 if thread.last_number > reached else 0
    return {
        "found": found,
        "rows": rows,
        "first": first,
        "last": reached,
        "thread_id": thread_id,
        "keeps_order": found.keeps_order,
        "read": found.read,
        "items": parts.woven(posts, changes, thread_id, keeps_order=found.keeps_order),
        "more_url": f"{url}?from={more}" if more else None,
    }


def _posts(request: HttpRequest, found: Opened, rows: list[PostRow]) -> list[dict[str, Any]]:
    """The rows for the components, with what their reader may do."""
    may_write = policies.refusal(policies.check_reply, request.user, found.thread) is None
    signed_in = parts.member_of(request) is not None
    return [
        parts.post_part(row, may_write=may_write, keeps_order=found.keeps_order, signed_in=signed_in) for row in rows
    ]


def _thread_page(request: HttpRequest, thread_id: int, first: int, form: ReplyForm | None) -> HttpResponse:
    part = _part(request, thread_id, first)
    found, rows, first = part.pop("found"), part.pop("rows"), part["first"]
    url = reverse("thread", args=[thread_id])
    last = found.thread.last_number
    context = {
        **part,
        **_around(request, found, form),
        "pager": parts.pager(url, first, last),
        "timeline": parts.timeline(thread_id, url, first, last),
        "unread_url": reverse("thread-unread", args=[thread_id]) if 0 < part["read"] < last else None,
        "tree_url": f"{url}?view=tree",
        "meta": thread_meta(found.thread, rows, first),
    }
    return pages.render(request, "thread.html", context, status=form.status if form else 200, tagged=True)


def _tree_page(request: HttpRequest, thread_id: int, first: int) -> HttpResponse:
    """The thread as answers below what they answer."""
    found = selectors.opened(thread_id, viewer=request.user)
    root = pages.whole_number(request.GET.get("root"), default=0)
    stems, following = selectors.tree_of(thread_id, viewer=request.user, first=first, root=root)
    url = reverse("thread", args=[thread_id])

    def shown(branch: selectors.Branch, depth: int) -> list[dict[str, Any]]:
        (part,) = _posts(request, found, [branch.row])
        part["depth"] = min(depth, 5)
        part["more_url"] = f"{url}?view=tree&root={branch.row.number}" if branch.more else None
        return [part, *(one for answer in branch.answers for one in shown(answer, depth + 1))]

    posts = [one for stem in stems for one in shown(stem, 0)]
    parts.add_badges(posts)
    context = {
        **_around(request, found, None),
        "items": [{"post": one} for one in posts],
        "flat_url": url,
        "more_url": None,
        "tree_more_url": f"{url}?view=tree&from={following}" if following else None,
        "tree": True,
        "pager": {"total": found.thread.last_number, "first": 0, "last": 0},
        "meta": thread_meta(found.thread, [], first),
    }
    return pages.render(request, "thread.html", context)


def _around(request: HttpRequest, opened: Opened, form: ReplyForm | None) -> dict[str, Any]:
    """What stands around the posts: the head, the reply box, what may be done with the thread."""
    viewer, found, keeps_order = request.user, opened.thread, opened.keeps_order
    form = form or ReplyForm(initial=_begun(request, opened), asks=_asks(request, [one.id for one in opened.subjects]))
    why_not = policies.refusal(policies.check_reply, viewer, found)
    url = reverse("thread", args=[found.pk])
    return {
        "thread": {
            "id": found.pk,
            "title": found.title,
            "url": url,
            "board": parts.board_part(found.board),
            "closed": found.closed,
            "pinned": found.pinned,
            "archived": found.archived,
            "hidden": found.state != 0,
            "closed_line": why_not.detail if why_not and found.archived else "",
            "post_count": found.post_count,
            "created_at": found.created_at,
            "deposits": opened.subjects,
            "tags": [{"label": tag, "url": reverse("tag", args=[tag])} for tag in found.tags],
            "can_close": keeps_order,
            "closure_url": reverse("thread-closure", args=[found.pk]),
            "order_url": reverse("thread-order", args=[found.pk]),
            "tools": _tools(viewer, found, keeps_order=keeps_order),
            "report_url": reverse("report", args=["thread", found.pk]) if found.author_id != viewer.pk else None,
        },
        "summary": _summary(opened),
        "reply_form": form,
        "reply_url": reverse("thread-reply", args=[found.pk]),
        # Whoever has typed something gets it back, even when it can no longer be sent.
        "can_reply": why_not is None or form.is_bound,
        "may_whisper": keeps_order,
        "why_not_reply": why_not.detail if why_not else "",
        "keep_drafts": not getattr(viewer, "protected", False),
        **parts.composing(f"thread:{found.pk}"),
        "sign_in_url": pages.sign_in_url(f"{url}#reply"),
    }


def _tools(viewer: Any, found: Any, *, keeps_order: bool) -> list[dict[str, str]]:
    tools = []
    if keeps_order or policies.can(policies.check_rename_own, viewer, found):
        tools.append({"label": _("Title and tags"), "url": reverse("thread-edit", args=[found.pk]), "icon": "edit"})
    if keeps_order:
        tools.append({"label": _("Move or merge"), "url": reverse("thread-move", args=[found.pk]), "icon": "next"})
        tools.append({"label": _("Split"), "url": reverse("thread-split", args=[found.pk]), "icon": "copy"})
    if policies.can(policies.check_summarise, viewer):
        tools.append({"label": _("Summary"), "url": reverse("thread-summary", args=[found.pk]), "icon": "source"})
    return tools


def _asks(request: HttpRequest, deposit_ids: Sequence[int]) -> bool:
    """Whether the reader must say what interest they have before they post in a thread about these. One query at most."""
    return parts.member_of(request) is not None and bool(disclosures.unstated(request.user, deposit_ids))


def _summary(found: Opened) -> dict[str, Any] | None:
    row = found.summary
    return None if row is None else {"by": row.editor, "html": pages.stored_html(row.html), "at": row.at}


def _begun(request: HttpRequest, found: Opened) -> dict[str, Any]:
    """What the reply box begins with: the draft, and the quote if one is asked for."""
    begun: dict[str, Any] = {"text": found.draft, "draft_sequence": found.draft_sequence}
    begun["text"] = parts.with_answer(request, begun["text"])
    number = pages.whole_number(request.GET.get("reply_to"), default=0)
    if not number or parts.member_of(request) is None:
        return begun
    begun["reply_to"] = number
    if request.GET.get("quote") == "1":
        quoted = selectors.quotable(found.thread.pk, number, viewer=request.user)
        begun["text"] = "\n\n".join(part for part in (begun["text"].strip(), quoted) if part) + "\n\n"
    return begun
