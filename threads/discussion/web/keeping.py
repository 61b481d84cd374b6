"""What a member keeps, by page: bookmarks, drafts, submissions; and the preview of what is being written."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.kernel.errors import AssayError, EditConflict
from threads.discussion import selectors, services
from threads.discussion.web import parts


@require_safe
def bookmarks(request: HttpRequest) -> HttpResponse:
    """Posts that the member keeps, newest first."""
    member = check_member(request.user)
    who = f"member:{member.pk}"
    at = request.GET.get("at")
    before = Cursor.open(at, purpose="bookmarks", principal=who)["before"] if at else 0
    rows = selectors.bookmarks(viewer=member, before=before, limit=51)
    older = Cursor.seal({"before": rows[49].id}, purpose="bookmarks", principal=who) if len(rows) > 50 else None
    context = {
        "rows": [{"row": row, "change_url": reverse("post-bookmark", args=[row.post_id])} for row in rows[:50]],
        "older_url": f"{request.path}?at={older}" if older else None,
        "newer_url": request.path if at else None,
    }
    return pages.render(request, "bookmarks.html", context)


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """What the member has not sent yet."""
    rows = selectors.drafts(viewer=check_member(request.user))
    context = {"rows": [{"row": row, "draft_url": reverse("draft", args=[row.place])} for row in rows]}
    return pages.render(request, "drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, place: str) -> HttpResponse:
    """Keep a draft, or discard it. A script gets one line; without one the browser goes back to where it was written.

    When another device has saved since, both texts are shown, and neither is lost. So are two drafts for what is one thread
    since a merge: the one that stayed behind is written on where the thread went, `instead_of` the other.
    """
    member = check_member(request.user)
    if request.method != "POST":
        now = selectors.place_now(place, viewer=member)
        behind = selectors.draft(place, viewer=member) if now != place else None
        if behind is None:
            return pages.see_other(parts.home_of_draft(now))
        return parts.two_drafts(request, now, {"title": "", "text": behind.text}, instead_of=place)
    limits.spend("react", request)
    if request.POST.get("discard") == "1":
        services.drop_draft(actor=member, place=place)
        return pages.see_other(pages.next_url(request, reverse("drafts")))
    typed = {"title": request.POST.get("title", ""), "text": request.POST.get("text", "")}
    sequence, instead_of = parts.sequence_seen(request), request.POST.get("instead_of", "")
    quick = bool(request.headers.get("HX-Request"))
    try:
        reached = services.save_draft(
            actor=member,
            place=place,
            title=typed["title"],
            source=typed["text"],
            sequence=sequence,
            instead_of=instead_of,
        )
    except EditConflict:
        return parts.two_drafts(request, place, typed, instead_of=instead_of)
    if quick:
        return pages.render(request, "components/draft_saved.html", {"sequence": reached, "place": place})
    messages.success(request, _("Your draft is kept."))
    return pages.see_other(parts.home_of_draft(place))


@require_safe
def submissions(request: HttpRequest) -> HttpResponse:
    """The member's texts that wait, and what became of earlier ones."""
    rows = selectors.submissions(viewer=check_member(request.user))
    context = {
        "rows": [
            {
                "row": row,
                "waiting": row.state == "waiting",
                "withdraw_url": reverse("submission-withdraw", args=[row.id]),
            }
            for row in rows
        ]
    }
    return pages.render(request, "submissions.html", context)


@require_POST
def withdraw(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Take back a text that waits."""
    limits.spend("write", request)
    services.withdraw_submission(actor=request.user, submission_id=submission_id)
    messages.success(request, _("The text was withdrawn."))
    return pages.see_other(reverse("submissions"))


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What a text would look like: a fragment for a script, a page without one."""
    member = check_member(request.user)
    limits.spend("react", request)
    context: dict[str, object] = {"source": request.POST.get("text", ""), "why_not": ""}
    # On a deposit's page one chooses the board in the form.
    place = f"board:{request.POST['board']}" if "board" in request.POST else request.GET.get("place", "")
    level = selectors.level_at(place, viewer=member)
    try:
        html = services.preview(actor=member, source=request.POST.get("text", ""), read_level=level)
        context["html"] = pages.stored_html(html)
    except AssayError as error:
        context["why_not"] = error.detail
    quick = bool(request.headers.get("HX-Request"))
    return pages.render(request, "components/preview.html" if quick else "preview.html", context)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Count everything as read."""
    limits.spend("write", request)
    services.mark_all_read(actor=request.user)
    messages.success(request, _("Everything up to now counts as read."))
    return pages.see_other(pages.next_url(request, reverse("threads")))
