"""Threads about deposits, by way of a deposit's page."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.members.policies import check_write
from accounts.members.selectors import LEVEL_NAMES, level_of
from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.kernel.errors import FieldError, Invalid
from threads.deposits.selectors import deposit_row, names_for_text
from threads.disclosures import selectors as disclosures
from threads.discussion import policies, selectors, services
from threads.discussion.forms import DepositThreadForm
from threads.discussion.web import parts


@require_safe
def deposit_threads(request: HttpRequest, deposit: str) -> HttpResponse:
    """All threads about a deposit, the newest first."""
    found = deposit_row(deposit)
    purpose = f"deposit-threads:{found.pk}"
    before = Cursor.open(request.GET["at"], purpose=purpose)["before"] if "at" in request.GET else 0
    rows = selectors.threads_on_deposit(found.pk, viewer=request.user, before=before, limit=selectors.PAGE + 1)
    page = rows[: selectors.PAGE]
    older = Cursor.seal({"before": page[-1].id}, purpose=purpose) if len(rows) > len(page) else None
    url = reverse("deposit-threads", args=[deposit])
    context = {
        "deposit": {"name": found.name, "url": reverse("deposit", args=[deposit])},
        "rows": page,
        "feed_url": reverse("deposit-feed", args=[deposit]),
        "older_url": f"{url}?at={older}" if older else None,
        "newer_url": url if before else None,
        "crumbs": [
            {"label": _("Deposits"), "url": reverse("deposits")},
            {"label": found.name, "url": reverse("deposit", args=[deposit])},
        ],
    }
    return pages.render(request, "catalogue/threads.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_deposit_thread(request: HttpRequest, deposit: str) -> HttpResponse:
    """Start a thread about a deposit, and perhaps others."""
    found = deposit_row(deposit)
    member = check_write(request.user)
    policies.check_start_on(member, [found])
    boards = [(board.slug, board.title) for board in _boards_for(request) if level_of(member) >= board.start_level]
    if not boards:
        raise policies.MayNotStart
    asks = bool(disclosures.unstated(member, [found.pk]))
    place = f"deposit:{deposit}"
    kept = selectors.draft(place, viewer=member)
    begun = {"title": kept.title, "text": kept.text, "draft_sequence": kept.sequence} if kept else None
    form = DepositThreadForm(request.POST or None, initial=begun, boards=boards, asks=asks)
    if request.method == "POST" and form.is_valid():
        limits.spend("start", request)
        with form.taking():
            others = [slug for slug in re.split(r"[,\s]+", form.cleaned_data["deposits"].lower()) if slug]
            _check_known(others)
            made = services.start_thread(
                actor=member, board_slug=form.cleaned_data["board"], title=form.cleaned_data["title"],
                source=form.cleaned_data["text"], deposits=[deposit, *others], said=form.said,
                tags=tuple(form.cleaned_data["tags"].split()), publish_at=form.cleaned_data["publish_at"],
                key=pages.page_key(request, "start_thread", form.cleaned_data),
            )  # fmt: skip
            if isinstance(made, UUID):
                messages.info(request, _("Your text waits. It stands in the board as soon as it is released."))
                return pages.see_other(reverse("submissions"))
            return pages.see_other(f"{reverse('thread', args=[made])}#p1")
    context = {
        "deposit": {"name": found.name, "url": reverse("deposit", args=[deposit]), "slug": deposit},
        "form": form,
        "keep_drafts": not member.protected,
        **parts.composing(place),
        "crumbs": [
            {"label": _("Deposits"), "url": reverse("deposits")},
            {"label": found.name, "url": reverse("deposit", args=[deposit])},
        ],
    }
    return pages.render(request, "catalogue/thread_new.html", context, status=form.status)


def _boards_for(request: HttpRequest) -> list[selectors.BoardRow]:
    """Boards where one may start, those kept to verified members first: that is where deposits are talked of."""
    boards = selectors.boards(viewer=request.user)
    return sorted(boards, key=lambda board: (board.read_level, LEVEL_NAMES[board.start_level] != "verified"))


def _check_known(slugs: list[str]) -> None:
    if set(slugs) - names_for_text(slugs).keys():
        detail = _("One of these is no deposit here.")
        raise Invalid(errors=[FieldError("deposits", "unknown_deposit", detail)])
