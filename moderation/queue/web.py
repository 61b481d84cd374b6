"""The pages of reports and of the queue."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.http.fields import MAX_ID
from forum.kernel.errors import AssayError, NotFound
from moderation.actions.selectors import TERM_CHOICES, another_moderator, permitted_on, record_of
from moderation.queue import policies, selectors, services, targets
from moderation.queue.forms import NoteForm, ReportForm
from moderation.queue.selectors import Desk, Filters
from moderation.rules.reasons import REASONS
from threads.discussion.selectors import BoardRow, boards

KIND_LABELS = selectors.KIND_LABELS
KINDS = ("report", "held", "rule", "wave", "guest_reply", "verification", "appeal", "second")
NOTHING: Mapping[str, Any] = {}
PARTS = {
    "reports": gettext_lazy("Reports"),
    "rules": gettext_lazy("Rules"),
    "model": gettext_lazy("Model"),
    "record": gettext_lazy("Author's record"),
    "held": gettext_lazy("Held by a rule"),
    "wave": gettext_lazy("Alike texts"),
    "appeal": gettext_lazy("Appeal"),
    "verification": gettext_lazy("Verification"),
    "signature": gettext_lazy("Second signature"),
}


# --- reports --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, target_id: str) -> HttpResponse:
    """Report something, with or without an account."""
    if kind not in targets.REPORTED:
        raise NotFound
    target = targets.find(kind, target_id, viewer=request.user)
    policies.check_report(request.user, target.author.id if target.author else None)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("report", request)
        with form.taking():
            key = pages.page_key(request, f"report:{kind}:{target_id}", form.cleaned_data)
            made = services.file_report(
                actor=request.user, kind=kind, target_id=target_id, reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"], key=key if request.user.is_authenticated else None,
            )  # fmt: skip
            if made.token:
                return pages.see_other(reverse("guest-report", args=[made.token]))
            messages.success(request, _("Thank you. A moderator will look at it, and you will find the outcome here."))
            return pages.see_other(reverse("own-reports"))
    context = {
        "target": target, "kind": kind, "form": form, "signed_in": request.user.is_authenticated,
        "act_url": reverse("staff-act", args=[kind, target_id]) if policies.moderates(request.user) else None,
    }  # fmt: skip
    return pages.render(request, "moderation/report.html", context, status=form.status)


@require_safe
def own_reports(request: HttpRequest) -> HttpResponse:
    """What one reported, and what came of it."""
    me = check_member(request.user)
    before = pages.whole_number(request.GET.get("before"), default=0, largest=MAX_ID)
    found = selectors.own_reports(viewer=me, before=before, limit=selectors.PAGE + 1)
    rows = found[: selectors.PAGE]
    url = reverse("own-reports")
    context = {
        "reports": rows,
        "older_url": f"{url}?before={rows[-1].id}" if len(found) > len(rows) else None,
        "newer_url": url if before else None,
    }
    return pages.render(request, "moderation/reports.html", context)


@require_safe
def guest_report(request: HttpRequest, token: str) -> HttpResponse:
    """What a guest reported, and what came of it."""
    context = {"report": selectors.guest_report(token), "url": request.build_absolute_uri(request.path)}
    return pages.render(request, "moderation/guest_report.html", context)


# --- the queue ------------------------------------------------------------------------------------------------------


def filters_of(request: HttpRequest) -> Filters:
    """The filters in the address; what makes no sense there filters nothing."""
    asked = request.GET
    return Filters(
        kind=asked.get("kind", "") if asked.get("kind") in KINDS else "",
        reason=asked.get("reason", "") if asked.get("reason") in REASONS else "",
        board=pages.whole_number(asked.get("board"), default=0),
        overdue=asked.get("overdue") == "1",
    )


def _query(filters: Filters) -> str:
    held = {
        "kind": filters.kind, "reason": filters.reason, "board": filters.board or "", "overdue": "1" if filters.overdue else "",
    }  # fmt: skip
    text = urlencode({name: value for name, value in held.items() if value})
    return f"?{text}" if text else ""


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits."""
    me = policies.check_moderate(request.user)
    return queue_page(request, me, None)


@require_safe
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One item before its moderator."""
    return queue_page(request, request.user, services.open_desk(actor=request.user, item_id=item_id))


def queue_page(
    request: HttpRequest, me: Any, desk: Desk | None, *, status: int = 200, refusal: AssayError | None = None,
    chosen: Mapping[str, Any] = NOTHING,
) -> HttpResponse:  # fmt: skip
    """The three panes: what waits, the item, and what may be done about it. `chosen` is what was refused, kept in the form."""
    filters = filters_of(request)
    counts, seen = selectors.counts(viewer=me), boards(viewer=me)
    base = reverse("queue")
    tabs = [{"label": _("All"), "url": base, "current": not filters.kind, "count": sum(counts.values())}]
    for kind in KINDS:
        if counts.get(kind):
            label = str(KIND_LABELS[kind])
            tabs.append(
                {"label": label, "url": f"{base}?kind={kind}", "current": filters.kind == kind, "count": counts[kind]}
            )
    context: dict[str, Any] = {
        "rows": selectors.rows(viewer=me, filters=filters),
        "tabs": tabs,
        "query": _query(filters),
        "filters": filters,
        "reasons": REASONS.values(),
        "boards": seen,
        "views": [
            {"id": one.id, "name": one.name, "url": base + _query(one.filters)}
            for one in selectors.saved_views(viewer=me)
        ],
        "next_url": reverse("queue-next") + _query(filters),
        "refusal": refusal,
        "chosen": chosen,
        "desk": _desk(desk, me, seen, chosen) if desk is not None else None,
        "alone": not another_moderator(than=[me.pk]),
    }
    return pages.render(request, "moderation/queue.html", context, status=status)


def _desk(found: Desk, me: Any, seen: list[BoardRow], chosen: Mapping[str, Any]) -> dict[str, Any]:
    item, target = found.item, found.target
    held = item.holder is not None and item.holder.id == me.pk
    there = target is not None and target.there
    kinds = permitted_on(item.target_kind, item.author, viewer=me, there=there) if item.state == "open" else []
    return {
        "item": item,
        "target": target,
        "html": pages.stored_html(target.html) if target else "",
        "there": there,
        "before": [{"row": row, "html": pages.stored_html(row.html)} for row in found.before],
        "reports": [
            {"row": row, "html": pages.stored_html(row.html), "weight": round(row.weight * 100)}
            for row in found.reports
        ],
        "changed": bool(target and found.reports and found.reports[0].target_version != target.version),
        "notes": found.notes,
        "hits": found.hits,
        "parts": [{"label": PARTS.get(code, code), "value": round(value * 100)} for code, value in item.parts],
        "score": round(item.score * 100),
        "record": record_of(item.author.id, viewer=me) if item.author else None,
        "held": held,
        "actions": kinds if held else [],
        "numbered_reasons": [{"number": n + 1, "reason": one} for n, one in enumerate(REASONS.values())],
        "action": chosen.get("kind") or (kinds[0].code if kinds else ""),
        "reason": chosen.get("reason") or item.reason or "other",
        "terms": TERM_CHOICES,
        "boards": [row for row in seen if target is None or row.id != target.board_id],
        "note_form": NoteForm(),
        "seen": target.version if target else 0,
        "review_url": _review_url(item.target_kind, item.target_id),
    }


def _review_url(kind: str, target_id: str) -> str:
    """Where items about things of this kind are decided that have a page of their own."""
    if kind == "appeal":
        return reverse("appeal", args=[int(target_id)])
    if kind == "verification":
        return reverse("staff-case", args=[target_id])
    return reverse("staff-action", args=[int(target_id)]) if kind == "action" else ""


@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """Hold the next item and go to it."""
    limits.spend("write", request)
    filters = filters_of(request)
    skip = pages.whole_number(request.POST.get("skip"), default=0, largest=MAX_ID)
    item_id = services.take_next(actor=request.user, filters=filters, skip=skip)
    if item_id is None:
        messages.success(request, _("Nothing waits here. Well done."))
        return pages.see_other(reverse("queue") + _query(filters))
    return pages.see_other(reverse("queue-item", args=[item_id]) + _query(filters))


@require_POST
def lease(request: HttpRequest, item_id: int) -> HttpResponse:
    """Hold this item, or hand it back (`release`), for good with `recuse`."""
    limits.spend("write", request)
    wanted = request.POST.get("do", "take")
    if wanted == "take":
        taken = services.take_item(actor=request.user, item_id=item_id)
        own_page = _review_url(taken.target_kind, taken.target_id)
        return pages.see_other(own_page or reverse("queue-item", args=[item_id]) + _query(filters_of(request)))
    services.release_item(actor=request.user, item_id=item_id, recuse=wanted == "recuse")
    return pages.see_other(reverse("queue") + _query(filters_of(request)))


@require_POST
def note(request: HttpRequest, item_id: int) -> HttpResponse:
    """Write a note for other staff."""
    limits.spend("write", request)
    services.add_note(actor=request.user, item_id=item_id, words=request.POST.get("text", ""))
    return pages.see_other(reverse("queue-item", args=[item_id]))


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the address under a name, or forget those that were kept (`drop`)."""
    limits.spend("write", request)
    filters = filters_of(request)
    drop = pages.whole_number(request.POST.get("drop"), default=0, largest=MAX_ID)
    if drop:
        services.drop_view(actor=request.user, view_id=drop)
        return pages.see_other(reverse("queue") + _query(filters))
    services.save_view(actor=request.user, name=request.POST.get("name", ""), filters=filters)
    return pages.see_other(reverse("queue") + _query(filters))
