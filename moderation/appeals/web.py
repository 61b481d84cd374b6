"""The pages of notices with their appeals, of appeals for moderators, and of the public log."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.http.fields import MAX_ID
from forum.http.refusals import BadForm
from moderation.actions import selectors as actions
from moderation.actions.forms import AnswerForm, AppealForm
from moderation.actions.kinds import KINDS
from moderation.actions.services import mark_read
from moderation.appeals import selectors, services
from moderation.appeals.forms import DecideForm, SpanForm
from moderation.audit.selectors import roots
from moderation.queue import selectors as queue
from moderation.queue.policies import check_moderate
from moderation.rules.reasons import REASONS


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, statement_id: int) -> HttpResponse:
    """A statement of reasons to the member, the appeal against it, and its dialogue."""
    me = check_member(request.user)
    row = actions.statement(statement_id, member_id=me.pk)
    appeal = selectors.own_appeal(statement_id, member_id=me.pk)
    return _notice(request, row, appeal, me.pk, reverse("notice", args=[statement_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def notice_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for somebody who cannot sign in any more: the sealed link is the proof."""
    row, appeal, member_id = selectors.notice_by_link(token)
    return _notice(request, row, appeal, member_id, reverse("notice-by-link", args=[token]))


def _notice(
    request: HttpRequest, row: actions.StatementRow, appeal: selectors.AppealRow | None, member_id: int, url: str
) -> HttpResponse:
    form: AppealForm | AnswerForm = AppealForm() if appeal is None else AnswerForm()
    if request.method == "POST":
        limits.spend("report", request)
        form = AppealForm(request.POST) if appeal is None else AnswerForm(request.POST)
        if request.POST.get("do") == "withdraw" and appeal is not None:
            services.withdraw_appeal(member_id=member_id, appeal_id=appeal.id)
            return pages.see_other(url)
        if form.is_valid():
            with form.taking():
                words = form.cleaned_data["text"]
                if appeal is None:
                    key = pages.page_key(request, f"appeal:{row.id}", form.cleaned_data)
                    services.file_appeal(member_id=member_id, statement_id=row.id, words=words, key=key)
                else:
                    services.write_message(member_id=member_id, appeal_id=appeal.id, words=words)
                return pages.see_other(url)
    mark_read(statement_id=row.id, member_id=member_id)
    context = {"row": row, "appeal": appeal, "form": form, "url": url}
    return pages.render(request, "moderation/notice.html", context, status=form.status)


# --- for moderators -------------------------------------------------------------------------------------------------


@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """All appeals, the newest first."""
    before = pages.whole_number(request.GET.get("before"), default=0, largest=MAX_ID)
    found = services.open_appeals(actor=request.user, before=before, limit=41)
    context = {
        "rows": found[:40], "older_url": f"{reverse('appeals')}?before={found[39].id}" if len(found) > 40 else None,
        "newer_url": reverse("appeals") if before else None,
    }  # fmt: skip
    return pages.render(request, "moderation/appeals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """An appeal before its moderator: the dialogue, and the decision."""
    me = check_moderate(request.user)
    row = services.open_appeal(actor=me, appeal_id=appeal_id)
    item = queue.item_about("appeal", str(appeal_id), viewer=me)
    form = DecideForm(request.POST or None, initial={"version": item.version if item else 0})
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            cleaned = form.cleaned_data
            services.decide_appeal(
                actor=me, appeal_id=appeal_id, version=cleaned["version"], outcome=cleaned["outcome"], answer=cleaned["answer"],
                instead=form.milder(),
            )  # fmt: skip
            messages.success(request, _("The appeal is decided."))
            return pages.see_other(reverse("queue"))
    action = actions.action_row(row.action_id, viewer=me)
    held = item is not None and item.holder is not None and item.holder.id == me.pk
    context: dict[str, Any] = {
        "row": row, "action": action, "item": item, "held": held, "form": form, "ask_form": AnswerForm(),
        "ask_url": reverse("appeal-message", args=[appeal_id]),
    }  # fmt: skip
    return pages.render(request, "moderation/appeal.html", context, status=form.status)


@require_POST
def ask(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """A word to whoever appeals."""
    limits.spend("write", request)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise BadForm
    services.ask(actor=request.user, appeal_id=appeal_id, words=form.cleaned_data["text"])
    return pages.see_other(reverse("appeal", args=[appeal_id]))


# --- for everybody --------------------------------------------------------------------------------------------------


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What staff do here, for everybody to read, without names."""
    before = pages.whole_number(request.GET.get("before"), default=0, largest=MAX_ID)
    found = selectors.log(before=before, limit=51)
    url = reverse("moderation-log")
    context = {
        "rows": found[:50], "older_url": f"{url}?before={found[49].id}" if len(found) > 50 else None,
        "newer_url": url if before else None, "report_url": reverse("transparency"),
    }  # fmt: skip
    return pages.render(request, "moderation/log.html", context, version=("log", found[0] if found else 0, before))


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """A span in figures, the last six months unless asked otherwise, and the audit log's roots."""
    form = SpanForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    since, until = selectors.span(asked.get("since"), asked.get("until"))
    found = selectors.figures(since=since, until=until)
    kinds = KINDS
    context = {
        "figures": found,
        "form": form,
        "kinds": [{"label": kinds[code].done, "count": count} for code, count in found.by_kind],
        "reasons": [{"label": REASONS[code].label, "count": count} for code, count in found.by_reason],
        "automation": dict(found.automation),
        "roots": roots(),
        "export_url": "/api/v1/moderation/statements",
        "log_url": reverse("moderation-log"),
    }
    return pages.render(request, "moderation/transparency.html", context, version=("transparency", found))
