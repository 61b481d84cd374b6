"""Keeping order by page: closing, pinning, archiving, moving, merging, splitting, undoing; titles, tags and summaries."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.http import limits, pages
from forum.http.refusals import BadForm
from forum.kernel.errors import EditConflict, FieldError, Invalid, Words
from threads.discussion import policies, selectors, services
from threads.discussion.forms import MoveForm, SplitForm, SummaryForm, ThreadEditForm, TimersForm

CLOSURES = {"1": True, "0": False}
ORDERS: dict[str, tuple[Callable[..., None], dict[str, bool]]] = {
    "pin": (services.set_pin, {"pinned": True}),
    "unpin": (services.set_pin, {"pinned": False}),
    "archive": (services.set_archive, {"archived": True}),
    "unarchive": (services.set_archive, {"archived": False}),
}
RANGE = re.compile(r"([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?")


@require_POST
def closure(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Close a thread, or open it again."""
    wanted = CLOSURES.get(request.POST.get("closed", ""))
    if wanted is None:
        raise BadForm
    limits.spend("write", request)
    services.set_closure(actor=request.user, thread_id=thread_id, closed=wanted)
    return pages.see_other(reverse("thread", args=[thread_id]))


@require_POST
def keep_order(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Pin or archive a thread, or take that back."""
    wanted = ORDERS.get(request.POST.get("do", ""))
    if wanted is None:
        raise BadForm
    limits.spend("write", request)
    service, values = wanted
    service(actor=request.user, thread_id=thread_id, **values)
    return pages.see_other(reverse("thread", args=[thread_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Another title, other tags."""
    found = selectors.thread(thread_id, viewer=request.user)
    policies.check_rename(request.user, found)
    begun = {"title": found.title, "tags": " ".join(found.tags), "version": found.version}
    form = ThreadEditForm(request.POST or None, initial=begun)
    url = reverse("thread", args=[thread_id])
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            data = form.cleaned_data
            services.change_thread(
                actor=request.user, thread_id=thread_id, title=data["title"], tags=tuple(data["tags"].split()),
                version=data["version"],
            )  # fmt: skip
            return pages.see_other(url)
    if form.status == EditConflict.status:
        messages.warning(request, _("The thread was changed elsewhere in the meantime. Send again to replace that."))
        form = ThreadEditForm(initial={**form.cleaned_data, "version": found.version})
        form.status = EditConflict.status
    return _page(request, found, form, _("Title and tags"), "", _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, thread_id: int) -> HttpResponse:
    """To another board, or into another thread."""
    found = selectors.thread(thread_id, viewer=request.user)
    policies.check_order(request.user, found)
    boards = [(one.slug, one.title) for one in selectors.boards(viewer=request.user) if one.id != found.board_id]
    form = MoveForm(request.POST or None, boards=boards)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            into, board = form.cleaned_data["into"], form.cleaned_data["board"]
            if bool(into) == bool(board):
                raise Invalid(_("Choose a board, or name a thread."))
            if into:
                services.merge_threads(actor=request.user, thread_id=thread_id, into_id=into)
                return pages.see_other(reverse("thread", args=[into]))
            services.move_thread(actor=request.user, thread_id=thread_id, board_slug=board)
            return pages.see_other(reverse("thread", args=[thread_id]))
    lede = _("Old addresses lead to the new place, and the line in the thread has a button to undo it.")
    return _page(request, found, form, _("Move or merge"), lede, _("Move"))


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Some posts into a thread of their own."""
    found = selectors.thread(thread_id, viewer=request.user)
    policies.check_order(request.user, found)
    form = SplitForm(request.POST or None, initial={"posts": request.GET.get("posts", "")[:2000]})
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            made, _change = services.split_thread(
                actor=request.user, thread_id=thread_id, title=form.cleaned_data["title"],
                numbers=_numbers(form.cleaned_data["posts"]),
            )  # fmt: skip
            return pages.see_other(reverse("thread", args=[made]))
    lede = _("The posts keep their dates and get new numbers; old addresses lead to them.")
    return _page(request, found, form, _("Split"), lede, _("Split"))


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, thread_id: int) -> HttpResponse:
    """What an editor says the thread has come to."""
    policies.check_summarise(request.user)
    found = selectors.thread(thread_id, viewer=request.user)
    row = selectors.summary_of(found, viewer=request.user)
    form = SummaryForm(request.POST or None, initial={"text": row.source if row else ""})
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.set_summary(actor=request.user, thread_id=thread_id, source=form.cleaned_data["text"])
            return pages.see_other(reverse("thread", args=[thread_id]))
    return _page(request, found, form, _("Summary"), _("It stands on top of the thread, under your name."), _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def timers(request: HttpRequest, thread_id: int) -> HttpResponse:
    """What the clock is to do to a thread, and when."""
    found = selectors.thread(thread_id, viewer=request.user)
    policies.check_order(request.user, found)
    kept = selectors.timers_of(thread_id)
    form = TimersForm(request.POST or None, initial={str(what): at for what, at in kept.items()})
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            wanted = {what: form.cleaned_data[what] for what in services.TimedChange}
            services.set_timers(actor=request.user, thread_id=thread_id, wanted=wanted)
            return pages.see_other(reverse("thread", args=[thread_id]))
    lede = _("Times are in UTC. Leave one empty, and it is not done.")
    return _page(request, found, form, _("By the clock"), lede, _("Save"))


@require_POST
def undo(request: HttpRequest, thread_id: int, line_id: int) -> HttpResponse:
    """Undo a move, a merge or a split."""
    limits.spend("write", request)
    services.undo_change(actor=request.user, thread_id=thread_id, change_id=line_id)
    messages.success(request, _("Undone."))
    return pages.see_other(reverse("thread", args=[thread_id]))


def _numbers(words: str) -> list[int]:
    """ "12 14-18" as numbers. Raises `Invalid`."""
    found: list[int] = []
    for word in words.replace(",", " ").split():
        match = RANGE.fullmatch(word)
        last = int(match[2] or match[1]) if match else 0
        if match is None or not int(match[1]) <= last <= int(match[1]) + 5000:
            detail: Words = _("Write numbers and ranges: 12 14-18.")
            raise Invalid(detail, errors=[FieldError("posts", "bad_numbers", detail)])
        found += range(int(match[1]), last + 1)
    return found


def _page(
    request: HttpRequest, found: object, form: pages.Form, title: str, lede: str, submit_label: str
) -> HttpResponse:
    thread_title, url = found.title, reverse("thread", args=[found.pk])  # type: ignore[attr-defined]
    context = {
        "title": title,
        "lede": lede,
        "form": form,
        "submit_label": submit_label,
        "cancel_url": url,
        "crumbs": [{"label": thread_title, "url": url}],
    }
    return pages.render(request, "thread_form.html", context, status=form.status)
