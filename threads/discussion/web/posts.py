"""What is done with one post by page: editing, removing, reading its history, reacting, keeping."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.http.refusals import BadForm
from forum.kernel.errors import EditConflict
from threads.discussion import policies, selectors, services
from threads.discussion.diffs import word_diff
from threads.discussion.forms import BookmarkForm, EditForm
from threads.discussion.services.keeping import REACTIONS
from threads.discussion.web import parts


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Edit a post. When somebody was faster, both texts are shown and nothing is lost."""
    found = selectors.post(post_id, viewer=request.user)
    policies.check_edit(request.user, found)
    kept = selectors.draft(f"post:{post_id}", viewer=request.user)
    begun = {"text": kept.text if kept else found.source, "draft_sequence": kept.sequence if kept else 0}
    form = EditForm(request.POST or None, initial={**begun, "version": found.version})
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.edit_post(
                actor=request.user,
                post_id=post_id,
                source=form.cleaned_data["text"],
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
            return pages.see_other(parts.where(found.thread_id, found.number))
    conflict: dict[str, Any] = {}
    if form.status == EditConflict.status:
        found = selectors.post(post_id, viewer=request.user)
        conflict = {"conflict": _conflict(found)}
        form = EditForm(initial={**form.cleaned_data, "version": found.version})
        form.status = EditConflict.status
    context = {
        **conflict,
        "post": {
            "number": found.number,
            "url": parts.where(found.thread_id, found.number),
            "thread_title": found.thread.title,
            "version": found.version,
        },
        "form": form,
        "kept": kept is not None,
        **parts.composing(f"post:{post_id}"),
        "crumbs": [{"label": found.thread.title, "url": reverse("thread", args=[found.thread_id])}],
    }
    return pages.render(request, "post_edit.html", context, status=form.status)


@require_POST
def removal(request: HttpRequest, post_id: int) -> HttpResponse:
    """Take one's own post away, or bring it back."""
    wanted = request.POST.get("removed", "")
    if wanted not in {"0", "1"}:
        raise BadForm
    limits.spend("write", request)
    service = services.remove_post if wanted == "1" else services.restore_post
    service(actor=request.user, post_id=post_id)
    return pages.see_other(_place(post_id))


@require_safe
def revisions(request: HttpRequest, post_id: int) -> HttpResponse:
    """Earlier texts of a post, and what each edit changed, word by word."""
    found = selectors.post(post_id, viewer=request.user)
    kept = selectors.revisions_of(found, limit=20)
    texts = selectors.sources_of(found, [found.source, *(one.source for one, _ in kept)], viewer=request.user)
    steps = [
        {
            "by": person,
            "at": one.replaced_at,
            "reason": one.reason,
            "version": one.version + 1,
            "stretches": word_diff(texts[place + 1], texts[place]),
        }
        for place, (one, person) in enumerate(kept)
    ]
    context = {
        "post": {"number": found.number, "url": parts.where(found.thread_id, found.number)},
        "steps": steps,
        "crumbs": [{"label": found.thread.title, "url": reverse("thread", args=[found.thread_id])}],
    }
    return pages.render(request, "revisions.html", context)


@require_POST
def reaction(request: HttpRequest, post_id: int) -> HttpResponse:
    """React to a post, or take that back."""
    kind = request.POST.get("kind", "")
    limits.spend("react", request)
    if kind == "":
        services.withdraw_reaction(actor=request.user, post_id=post_id)
    elif kind in REACTIONS:
        services.react(actor=request.user, post_id=post_id, kind=REACTIONS[kind])
    else:
        raise BadForm
    return pages.see_other(parts.address_of(post_id, viewer=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def bookmark(request: HttpRequest, post_id: int) -> HttpResponse:
    """Keep a post, with a note and a reminder, or keep it no longer."""
    member = check_member(request.user)
    if request.method == "POST" and request.POST.get("drop") == "1":
        limits.spend("write", request)
        services.drop_bookmark(actor=member, post_id=post_id)
        return pages.see_other(pages.next_url(request, reverse("bookmarks")))
    found = selectors.post(post_id, viewer=member)
    kept = selectors.bookmark_of(post_id, viewer=member)
    form = BookmarkForm(
        request.POST or None, initial={"note": kept.note, "remind_at": kept.remind_at} if kept else None
    )
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.bookmark_post(actor=member, post_id=post_id, **form.cleaned_data)
            return pages.see_other(parts.where(found.thread_id, found.number))
    context = {
        "form": form,
        "kept": kept is not None,
        "post": {"number": found.number, "url": parts.where(found.thread_id, found.number)},
        "crumbs": [{"label": found.thread.title, "url": reverse("thread", args=[found.thread_id])}],
    }
    return pages.render(request, "bookmark.html", context, status=form.status)


def _place(post_id: int) -> str:
    """Where a post stands, removed or not: the door has just changed it."""
    thread_id, number = selectors.stands_at(post_id)
    return parts.where(thread_id, number)


def _conflict(found: Any) -> dict[str, Any]:
    return {
        "text": found.source,
        "version": found.version,
        "edited_at": found.edited_at,
        "editor_handle": found.author.handle,
    }
