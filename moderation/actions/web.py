"""The pages of decisions, of staff's actions, and of the notices that members get."""

import re
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.http.fields import MAX_ID
from forum.http.refusals import BadForm
from forum.kernel.errors import AssayError, NotFound
from moderation.actions import kinds, selectors, services
from moderation.actions.forms import ActForm, DecisionForm, WhichForm
from moderation.actions.services import Choice
from moderation.queue import selectors as queue_selectors
from moderation.queue import services as queue
from moderation.queue import targets
from moderation.queue.policies import check_moderate
from moderation.queue.web import filters_of, queue_page
from moderation.rules.reasons import REASONS
from threads.discussion.selectors import boards

TOO_LATE = frozenset({409, 412})
CHOSEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")
"""An item and its version, as the boxes of the list name them."""


def _choice(cleaned: dict[str, Any]) -> Choice:
    kind = kinds.KINDS[cleaned["kind"]]
    term = kinds.TERMS[cleaned["term"]] if kind.lasts else None
    return Choice(
        kind=kind.code, reason=cleaned["reason"], facts=cleaned["facts"], term=term,
        on_board=cleaned["on_board"] and kind.board, board=cleaned["board"] if kind.code == "move" else "",
        seen=cleaned["seen"] or 0,
    )  # fmt: skip


@require_POST
def decide(request: HttpRequest, item_id: int) -> HttpResponse:
    """Decide, and go on to the next item, which is taken at once. What came too late is shown with the item as it is now."""
    me = check_moderate(request.user)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise BadForm
    limits.spend("write", request)
    filters = filters_of(request)
    try:
        made = services.decide(
            actor=me, item_id=item_id, version=form.cleaned_data["version"], choice=_choice(form.cleaned_data),
            key=pages.page_key(request, f"decide:{item_id}", form.cleaned_data),
        )  # fmt: skip
    except AssayError as refused:
        if refused.status not in TOO_LATE:
            raise
        desk = queue.open_desk(actor=me, item_id=item_id)
        return queue_page(request, me, desk, status=refused.status, refusal=refused, chosen=form.cleaned_data)
    done = kinds.KINDS[form.cleaned_data["kind"]].done
    messages.success(request, _("It waits for a second signature.") if made.waits else str(done))
    query = request.META.get("QUERY_STRING", "")
    following = queue.take_next(actor=me, filters=filters)
    where = reverse("queue") if following is None else reverse("queue-item", args=[following])
    return pages.see_other(f"{where}?{query}" if query else where)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The same decision on several items: first a preview, and with `sure` the deed."""
    me = check_moderate(request.user)
    chosen = [CHOSEN.fullmatch(value) for value in request.POST.getlist("item")[:100]]
    pairs = [(int(one[1]), int(one[2])) for one in chosen if one is not None]
    form = DecisionForm({**request.POST.dict(), "version": "1"})
    if not pairs or not form.is_valid():
        raise BadForm
    limits.spend("write", request)
    choice = _choice(form.cleaned_data)
    if request.POST.get("sure") != "1":
        rows = [row for row in queue_selectors.rows(viewer=me, limit=200) if row.id in dict(pairs)]
        permitted = {
            row.id: any(
                one.code == choice.kind for one in selectors.permitted_on(row.target_kind, row.author, viewer=me)
            )
            for row in rows
        }
        context = {
            "rows": [{"row": row, "may": permitted[row.id]} for row in rows], "action": kinds.KINDS[choice.kind],
            "reason": REASONS[choice.reason], "facts": choice.facts,
        }  # fmt: skip
        return pages.render(request, "moderation/bulk.html", context)
    made = services.decide_many(actor=me, items=pairs, choice=choice)
    context = {"made": made, "undo_url": reverse("undo-bulk", args=[made.bulk])}
    return pages.render(request, "moderation/bulk_done.html", context)


@require_POST
def undo_bulk(request: HttpRequest, bulk: UUID) -> HttpResponse:
    """Take back what was decided at once."""
    limits.spend("write", request)
    count = services.undo_bulk(actor=request.user, bulk=bulk)
    messages.success(request, _("%(n)d decisions were taken back; their items wait again.") % {"n": count})
    return pages.see_other(reverse("queue"))


# --- actions --------------------------------------------------------------------------------------------------------


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """What staff did, the newest first."""
    me = check_moderate(request.user)
    before = pages.whole_number(request.GET.get("before"), default=0, largest=MAX_ID)
    form = WhichForm(request.GET or None)
    asked = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    found = selectors.actions(viewer=me, before=before, limit=selectors.PAGE + 1, **asked)
    rows = found[: selectors.PAGE]
    url = f"{reverse('staff-actions')}?{urlencode(asked)}"
    context = {
        "rows": rows, "form": form, "newer_url": url if before else None,
        "older_url": f"{url}&before={rows[-1].id}" if len(found) > len(rows) else None,
    }  # fmt: skip
    return pages.render(request, "moderation/actions.html", context)


@require_safe
def action(request: HttpRequest, action_id: int) -> HttpResponse:
    """One action: to take it back, or to sign it."""
    me = check_moderate(request.user)
    row = selectors.action_row(action_id, viewer=me)
    can_read = row.kind == "remove" and selectors.sealed_texts(action_id) is not None
    context = {
        "row": row,
        "can_sign": row.state == "proposed" and row.actor.id != me.pk,
        "can_decline": row.state == "proposed",
        "can_reverse": row.reversible,
        "can_unseal": row.kind == "remove" and row.target_kind == "post" and row.state == "in_force" and not can_read,
        "can_read": can_read,
    }
    return pages.render(request, "moderation/action.html", context)


@require_POST
def change_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Sign, decline, take back, or ask to unseal."""
    limits.spend("write", request)
    wanted = request.POST.get("do")
    if wanted == "sign":
        services.sign(actor=request.user, action_id=action_id)
    elif wanted == "decline":
        services.decline(actor=request.user, action_id=action_id)
    elif wanted == "reverse":
        services.reverse_action(actor=request.user, action_id=action_id)
    elif wanted == "reopen":
        services.reverse_action(actor=request.user, action_id=action_id, reopen=True)
    elif wanted == "unseal":
        asked = services.unseal(actor=request.user, action_id=action_id)
        if asked.waits:
            return pages.see_other(reverse("staff-action", args=[asked.action_id]))
    else:
        raise BadForm
    return pages.see_other(reverse("staff-action", args=[action_id]))


@require_POST
def sealed(request: HttpRequest, action_id: int) -> HttpResponse:
    """Read a removed text while it is unsealed. Asked with a button, so that no prefetch opens it; each reading is audited."""
    limits.spend("write", request)
    texts = services.read_sealed(actor=request.user, action_id=action_id)
    context = {"html": pages.stored_html(texts["html"]), "back_url": reverse("staff-action", args=[action_id])}
    return pages.render(request, "moderation/sealed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, kind: str, target_id: str) -> HttpResponse:
    """Act on something that nobody has reported; an open item about it is decided with it."""
    me = check_moderate(request.user)
    if kind not in targets.REPORTED:
        raise NotFound
    target = targets.find(kind, target_id, viewer=me)
    permitted = selectors.permitted_on(kind, target.author, viewer=me, there=target.there)
    moved = [(row.slug, row.title) for row in boards(viewer=me) if row.id != target.board_id]
    form = ActForm(
        request.POST or None, permitted=permitted, boards=moved if kind == "thread" else [], seen=target.version
    )
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            key = pages.page_key(request, f"act:{kind}:{target_id}", form.cleaned_data)
            made = services.take_action(
                actor=me, target_kind=kind, target_id=target_id, choice=_choice(form.cleaned_data), key=key
            )
            return pages.see_other(reverse("staff-action", args=[made.action_id]))
    context = {"target": target, "html": pages.stored_html(target.html), "form": form, "permitted": permitted}
    return pages.render(request, "moderation/act.html", context, status=form.status)


# --- notices --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD"])
def notices(request: HttpRequest) -> HttpResponse:
    """What was decided about one, and how to appeal."""
    me = check_member(request.user)
    before = pages.whole_number(request.GET.get("before"), default=0, largest=MAX_ID)
    found = selectors.statements(viewer=me, before=before, limit=selectors.PAGE + 1)
    rows = found[: selectors.PAGE]
    url = reverse("notices")
    context = {
        "rows": rows, "older_url": f"{url}?before={rows[-1].id}" if len(found) > len(rows) else None,
        "newer_url": url if before else None, "log_url": reverse("moderation-log"),
    }  # fmt: skip
    return pages.render(request, "moderation/notices.html", context)
