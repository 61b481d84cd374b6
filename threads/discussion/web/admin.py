"""Boards, for those who open and change them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.http import limits, pages
from forum.kernel.errors import EditConflict
from threads.discussion import policies, selectors, services
from threads.discussion.forms import BoardForm, TemplateForm
from threads.discussion.selectors import BoardRow
from threads.discussion.web import parts


@require_safe
def admin_boards(request: HttpRequest) -> HttpResponse:
    """All boards, each leading to its settings."""
    policies.check_boards(request.user)
    rows = [{**part, "url": reverse("admin-board", args=[part["slug"]])} for part in parts.board_rows(request)]
    return pages.render(request, "admin_boards.html", {"boards": rows, "new_url": reverse("admin-board-new")})


@require_http_methods(["GET", "HEAD", "POST"])
def admin_board_new(request: HttpRequest) -> HttpResponse:
    """Open a board."""
    policies.check_boards(request.user)
    form = BoardForm(
        request.POST or None, parents=_parents(request, None), initial={"start_level": 1, "reply_level": 1}
    )
    if request.method == "POST" and form.is_valid() and (slug := _saved(request, "", form)):
        return pages.see_other(reverse("admin-board", args=[slug]))
    return _page(request, None, form)


@require_http_methods(["GET", "HEAD", "POST"])
def admin_board(request: HttpRequest, slug: str) -> HttpResponse:
    """A board's settings, moderators and templates."""
    policies.check_boards(request.user)
    found = selectors.board(slug, viewer=request.user)
    form = BoardForm(request.POST or None, parents=_parents(request, found), initial=_begun(found))
    if request.method == "POST" and form.is_valid() and (saved := _saved(request, slug, form)):
        messages.success(request, _("The board is changed."))
        return pages.see_other(reverse("admin-board", args=[saved]))
    if form.status == EditConflict.status:
        messages.warning(request, _("The board was changed elsewhere in the meantime. Send again to replace that."))
        form = BoardForm(parents=_parents(request, found), initial={**form.cleaned_data, "version": found.version})
        form.status = EditConflict.status
    return _page(request, found, form)


@require_POST
def admin_templates(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a template, or take one away."""
    policies.check_boards(request.user)
    limits.spend("write", request)
    found = selectors.board(slug, viewer=request.user)
    if "remove" in request.POST:
        gone = pages.whole_number(request.POST["remove"], default=0)
        services.remove_template(actor=request.user, slug=slug, template_id=gone)
        return pages.see_other(reverse("admin-board", args=[slug]))
    form = TemplateForm(request.POST, auto_id="template_%s")
    if form.is_valid():
        with form.taking():
            services.add_template(actor=request.user, slug=slug, **form.cleaned_data)
            return pages.see_other(reverse("admin-board", args=[slug]))
    board_form = BoardForm(parents=_parents(request, found), initial=_begun(found))
    return _page(request, found, board_form, template_form=form)


def _saved(request: HttpRequest, slug: str, form: BoardForm) -> str:
    """The board's slug once it is saved, empty when something stands against it."""
    limits.spend("write", request)
    data = dict(form.cleaned_data)
    version, handles = data.pop("version") or 0, data.pop("moderators")
    levels = (data.pop("read_level"), data.pop("start_level"), data.pop("reply_level"))
    with form.taking():
        slug = services.save_board(
            actor=request.user, slug=slug, settings=services.BoardSettings(levels=levels, **data), version=version,
            moderators=tuple(handles.replace(",", " ").split()),
        )  # fmt: skip
    return slug if form.status == 200 else ""


def _begun(found: BoardRow) -> dict[str, Any]:
    names = ("slug", "title", "description", "colour", "parent", "position", "read_level", "start_level", "reply_level")
    more = ("slow_seconds", "archive_days", "default_watch", "version")
    begun = {name: getattr(found, name) for name in (*names, *more)}
    return {**begun, "moderators": " ".join(one.handle for one in selectors.moderators_of(found.id))}


def _parents(request: HttpRequest, found: BoardRow | None) -> list[tuple[str, str]]:
    rows = selectors.boards(viewer=request.user)
    return [(one.slug, one.title) for one in rows if one.parent_id is None and (found is None or one.id != found.id)]


def _page(
    request: HttpRequest, found: BoardRow | None, form: BoardForm, template_form: TemplateForm | None = None
) -> HttpResponse:
    context = {
        "board": parts.board_part(found) if found else None,
        "form": form,
        "templates": selectors.templates(found.id) if found else [],
        "template_form": template_form or TemplateForm(auto_id="template_%s"),
        "templates_url": reverse("admin-templates", args=[found.slug]) if found else None,
        "crumbs": [{"label": _("Boards"), "url": reverse("admin-boards")}],
    }
    status = template_form.status if template_form else form.status
    return pages.render(request, "admin_board.html", context, status=status)
