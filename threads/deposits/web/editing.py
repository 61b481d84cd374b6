"""Editing the catalogue: one form for an editor who changes it and a member who proposes; history, undo, proposals."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.models import Level
from accounts.members.policies import check_write
from accounts.parties.policies import check_edit, is_editor
from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.http.refusals import BadForm
from forum.kernel.errors import EditConflict, NotFound
from threads.deposits import selectors, services
from threads.deposits.forms import LABELS, AnswerForm, RowForm, StartLevelForm, UndoForm
from threads.deposits.models import OF_DEPOSITS, WHOLE, Change, Target
from threads.deposits.selectors import ChangeRow, ProposalRow


@dataclass(frozen=True, slots=True)
class Row:
    """The row whose form is shown: where it stands, under which version, and what its columns hold now."""

    target: Target
    slug: str
    id: int | None
    version: int
    columns: dict[str, str]
    name: str
    url: str
    crumbs: list[dict[str, str]]
    new: bool = False


def _target(name: str) -> Target:
    if name not in OF_DEPOSITS:
        raise NotFound
    return Target(name)


@require_http_methods(["GET", "HEAD", "POST"])
def new_row(request: HttpRequest, deposit: str, target: str) -> HttpResponse:
    """Add a statement, element grades, an operator or controlling party, or an output."""
    wanted = _target(target)
    if wanted is Target.DEPOSIT:
        raise NotFound
    return _deposit_row(request, deposit, wanted, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change_row(request: HttpRequest, deposit: str, target: str, row: int) -> HttpResponse:
    """Change or remove one row; the facts of the deposit itself have the number 0."""
    wanted = _target(target)
    if wanted is Target.DEPOSIT and row != 0:
        raise NotFound
    return _deposit_row(request, deposit, wanted, None if wanted is Target.DEPOSIT else row)


def _deposit_row(request: HttpRequest, slug: str, target: Target, row: int | None) -> HttpResponse:
    member = check_write(request.user)
    found = selectors.deposit_row(slug)
    columns = selectors.row_columns(slug, target, row, viewer=member)
    url = reverse("deposit", args=[slug])
    crumbs = [{"label": _("Deposits"), "url": reverse("deposits")}, {"label": found.name, "url": url}]
    return row_page(request, Row(target, slug, row, found.version, columns, found.name, url, crumbs))


def row_page(request: HttpRequest, row: Row) -> HttpResponse:
    """The form of one row: an editor's is saved, a member's becomes a proposal."""
    editor = is_editor(check_write(request.user))
    initial = {"version": row.version, "unit": "Mt"} | row.columns
    form = RowForm(request.POST or None, initial=initial, target=row.target)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            return pages.see_other(_save(request, form, row, editor=editor))
    if form.status == EditConflict.status:
        messages.warning(request, _("Somebody changed this in the meantime. Look again, then send again."))
        form = RowForm(initial={**form.cleaned_data, "version": row.version}, target=row.target)
        form.status = EditConflict.status
    context = {
        "title": _row_title(row, editor=editor),
        "lede": _("A change needs a reason and a source that everybody can open. The history keeps both.") if editor
        else _("An editor reads what you propose, with your reason and your source, and accepts it or says why not."),
        "subject": {"name": row.name, "url": row.url},
        "form": form,
        "submit_label": _("Save") if editor else _("Propose"),
        "can_remove": editor and row.id is not None and row.target not in WHOLE,
        "crumbs": row.crumbs,
    }  # fmt: skip
    return pages.render(request, "catalogue/row.html", context, status=form.status)


def _save(request: HttpRequest, form: RowForm, row: Row, *, editor: bool) -> str:
    """Apply or propose; where to go then."""
    data = form.cleaned_data
    slug = selectors.slug_to_be(row.target, form.values["name"]) if row.new else row.slug
    target_id = None if row.target in WHOLE else row.id
    if editor:
        removing = "remove" in request.POST and row.id is not None
        applied = services.apply_change(
            actor=request.user, slug=slug, target=row.target, target_id=target_id,
            columns=None if removing else form.values, reason=data["reason"], source_url=data["source"],
            version=data["version"],
        )  # fmt: skip
        for problem in applied.warnings:
            messages.warning(request, problem.detail)
        messages.success(request, _("The catalogue is changed."))
        return reverse("party" if row.target is Target.PARTY else "deposit", args=[slug]) if row.new else row.url
    services.propose_change(
        actor=request.user, slug=slug, target=row.target, target_id=target_id, columns=form.values,
        reason=data["reason"], source_url=data["source"], new=row.new,
        key=pages.page_key(request, "propose_change", data),
    )  # fmt: skip
    messages.success(request, _("Thank you. An editor will read what you propose."))
    return row.url


def _row_title(row: Row, *, editor: bool) -> str:
    things = {
        Target.DEPOSIT: _("a deposit") if row.new else _("the facts"),
        Target.STATEMENT: _("a resource statement"),
        Target.CONTROL: _("an operator or controlling party"),
        Target.ELEMENTS: _("element grades"),
        Target.OUTPUT: _("an output"),
        Target.PARTY: _("a party"),
        Target.PRICE: _("a price"),
    }
    new = row.new or (row.id is None and row.target is not Target.DEPOSIT)
    if editor:
        verb = _("Add %(thing)s") if new else _("Change %(thing)s")
    else:
        verb = _("Propose %(thing)s") if new else _("Propose a change to %(thing)s")
    return verb % {"thing": things[row.target]}


@require_http_methods(["GET", "HEAD", "POST"])
def start_level(request: HttpRequest, deposit: str) -> HttpResponse:
    """Say who may start threads on a deposit."""
    check_edit(request.user)
    found, url = selectors.deposit_row(deposit), reverse("deposit", args=[deposit])
    form = StartLevelForm(request.POST or None, initial={"level": found.start_level})
    if request.method == "POST" and form.is_valid():
        with form.taking():
            limits.spend("write", request)
            level = Level(form.cleaned_data["level"])
            services.set_start_level(actor=request.user, slug=deposit, level=level)
            messages.success(request, _("This is kept."))
            return pages.see_other(url)
    context = {
        "title": _("Who may start threads"),
        "lede": _("On %(place)s. Threads that stand already stay as they are.") % {"place": found.name},
        "form": form,
        "submit_label": _("Save"),
        "crumbs": [{"label": _("Deposits"), "url": reverse("deposits")}, {"label": found.name, "url": url}],
    }
    return pages.render(request, "catalogue/small_form.html", context, status=form.status)


@require_safe
def changes(request: HttpRequest, deposit: str) -> HttpResponse:
    """A deposit's history."""
    found = selectors.deposit_row(deposit, history=True)
    subject = {"name": found.name, "url": reverse("deposit", args=[deposit])}
    return history_page(
        request, subject, url=reverse("deposit-changes", args=[deposit]), purpose=f"changes:{found.pk}",
        read=partial(selectors.changes_of, deposit),
        proposed=selectors.proposals(viewer=request.user, slug=deposit, limit=20),
        crumbs=[{"label": _("Deposits"), "url": reverse("deposits")}, {"label": found.name, "url": subject["url"]}],
    )  # fmt: skip


def history_page(
    request: HttpRequest, subject: dict[str, str], *, url: str, purpose: str, read: Callable[..., list[ChangeRow]],
    proposed: list[ProposalRow], crumbs: list[dict[str, str]],
) -> HttpResponse:  # fmt: skip
    """Thirty changes a page, the newest first, with what is proposed above them."""
    before = Cursor.open(request.GET["at"], purpose=purpose)["before"] if "at" in request.GET else 0
    rows = read(viewer=request.user, before=before, limit=31)
    older = Cursor.seal({"before": rows[29].id}, purpose=purpose) if len(rows) > 30 else None
    editor = is_editor(request.user)
    context = {
        "subject": subject,
        "rows": [_change(row, editor=editor) for row in rows[:30]],
        "proposals": [_proposal(row) for row in proposed],
        "older_url": f"{url}?at={older}" if older else None,
        "newer_url": url if before else None,
        "crumbs": crumbs,
    }
    return pages.render(request, "catalogue/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, change: int) -> HttpResponse:
    """Take a change back."""
    check_edit(request.user)
    found = selectors.change(change)
    subject, history = selectors.subject_of(found), history_url(found)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.undo_change(actor=request.user, change_id=change, reason=form.cleaned_data["reason"])
            messages.success(request, _("The change is taken back."))
            return pages.see_other(history)
    context = {
        "title": _("Take a change back"),
        "lede": _("The row becomes what it was before. The history keeps both."),
        "form": form,
        "submit_label": _("Take it back"),
        "crumbs": [{"label": subject.name, "url": history}],
    }
    return pages.render(request, "catalogue/small_form.html", context, status=form.status)


def history_url(change: Change) -> str:
    """Where the history that a change stands in can be read."""
    if change.deposit is not None:
        return reverse("deposit-changes", args=[change.deposit.slug])
    return reverse("price-changes") if change.party is None else reverse("party-changes", args=[change.party.slug])


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals that wait for an editor, and those decided."""
    status = "open" if request.GET.get("status", "open") == "open" else ""
    purpose = f"proposals:{status}"
    before = Cursor.open(request.GET["at"], purpose=purpose)["before"] if "at" in request.GET else 0
    rows = selectors.proposals(viewer=request.user, status=status, before=before, limit=31)
    older = Cursor.seal({"before": rows[29].id}, purpose=purpose) if len(rows) > 30 else None
    url = reverse("catalogue-proposals")
    query = "" if status else "?status=all"
    context = {
        "rows": [_proposal(row) for row in rows[:30]],
        "tabs": [
            {"label": _("Open"), "url": url, "current": bool(status)},
            {"label": _("All"), "url": f"{url}?status=all", "current": not status},
        ],
        "older_url": f"{url}{query}{'&' if query else '?'}at={older}" if older else None,
        "newer_url": f"{url}{query}" if before else None,
        "crumbs": [{"label": _("Deposits"), "url": reverse("deposits")}],
    }
    return pages.render(request, "catalogue/proposals.html", context)


@require_safe
def proposal(request: HttpRequest, proposal: int) -> HttpResponse:
    """One proposal, with what an editor or its author may do."""
    return _proposal_page(request, selectors.proposal(proposal, viewer=request.user), AnswerForm())


@require_POST
def decide_proposal(request: HttpRequest, proposal: int) -> HttpResponse:
    """Accept, decline or withdraw."""
    form = AnswerForm(request.POST)
    verb = request.POST.get("decision", "")
    if verb not in ("accept", "decline", "withdraw"):
        raise BadForm
    limits.spend("write", request)
    if form.is_valid():
        with form.taking():
            answer = form.cleaned_data["answer"]
            if verb == "accept":
                services.accept_proposal(actor=request.user, proposal_id=proposal, answer=answer)
            elif verb == "decline":
                services.decline_proposal(actor=request.user, proposal_id=proposal, answer=answer)
            else:
                services.withdraw_proposal(actor=request.user, proposal_id=proposal)
            return pages.see_other(reverse("catalogue-proposal", args=[proposal]))
    return _proposal_page(request, selectors.proposal(proposal, viewer=request.user), form)


def _proposal_page(request: HttpRequest, row: ProposalRow, form: AnswerForm) -> HttpResponse:
    is_open = row.status == "open"
    context = {
        "proposal": _proposal(row),
        "form": form,
        "decide_url": reverse("catalogue-proposal-decision", args=[row.id]),
        "can_decide": is_open and is_editor(request.user),
        "can_withdraw": is_open and row.author.id == request.user.pk,
        "crumbs": [
            {"label": row.subject.name, "url": row.subject.url},
            {"label": _("Proposals"), "url": reverse("catalogue-proposals")},
        ],
    }
    return pages.render(request, "catalogue/proposal.html", context, status=form.status)


def _differences(row: ChangeRow | ProposalRow) -> list[dict[str, Any]]:
    return [{"label": LABELS.get(d.column, d.column), "before": d.before, "after": d.after} for d in row.differences]


def _kind_word(kind: str) -> str:
    return {"added": _("added"), "changed": _("changed"), "removed": _("removed")}[kind]


def _change(row: ChangeRow, *, editor: bool) -> dict[str, Any]:
    return {
        "row": row,
        "kind": _kind_word(row.kind),
        "differences": _differences(row),
        "undo_url": reverse("catalogue-undo", args=[row.id]) if editor and not row.undone else None,
    }


def _proposal(row: ProposalRow) -> dict[str, Any]:
    return {
        "row": row,
        "kind": _kind_word(row.kind),
        "differences": _differences(row),
        "url": reverse("catalogue-proposal", args=[row.id]),
        "subject_url": row.subject.url,
    }
