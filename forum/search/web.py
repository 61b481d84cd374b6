"""The page of search."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.kernel.errors import TooMany
from forum.search import selectors, services
from forum.search.forms import SaveForm, SearchForm


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search, and what is kept for the next time."""
    form = SearchForm(request.GET)
    form.is_valid()
    typed, sort = form.typed, form.order
    found = selectors.Found()
    if typed:
        try:
            limits.spend("search", request)
        except TooMany as error:
            form.refuse(error)
        else:
            found = selectors.search(typed, viewer=request.user, sort=sort, **_place(request, typed, sort))
    return _page(request, form, found, SaveForm(initial={"q": typed, "name": typed}))


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name."""
    check_member(request.user)
    form = SaveForm(request.POST)
    if form.is_valid():
        with form.taking():
            limits.spend("write", request)
            services.save_search(actor=request.user, name=form.cleaned_data["name"], query=form.cleaned_data["q"])
            return pages.see_other(_url(form.cleaned_data["q"]))
    asked = SearchForm({"q": form.data.get("q", "")})
    asked.is_valid()
    return _page(request, asked, selectors.Found(), form)


@require_POST
def remove(request: HttpRequest, saved_id: int) -> HttpResponse:
    """Let a saved search go."""
    limits.spend("write", request)
    services.drop_search(actor=request.user, saved_id=saved_id)
    return pages.see_other(reverse("search"))


def _page(request: HttpRequest, form: SearchForm, found: selectors.Found, save_form: SaveForm) -> HttpResponse:
    typed, sort = form.typed, form.order
    me = request.user if request.user.is_authenticated else None
    older = _cursor(found, typed, sort) if found.after else None
    context = {
        "form": form,
        "typed": typed,
        "results": [_result(row) for row in found.results],
        "total": found.total,
        "threads": found.threads,
        "more": found.more,
        "tabs": [
            {"label": label, "url": _url(typed, sort=name), "current": name == sort}
            for name, label in (("relevance", _("Best first")), ("newest", _("Newest first")))
        ],
        "facets": [_facet(name, choices, typed, sort) for name, choices in found.facets.items()],
        "people": found.people,
        "boards": found.boards,
        "deposits": [{"name": row.name, "url": reverse("deposit", args=[row.slug])} for row in found.deposits],
        "parties": found.parties,
        "titles": found.titles,
        "meant": {"typed": found.meant, "url": _url(found.meant)} if found.meant else None,
        "unread": found.unread,
        "save_form": save_form if me and typed else None,
        "save_url": reverse("search-save"),
        "saved": [
            {
                "id": one.id,
                "name": one.name,
                "url": _url(one.query),
                "remove_url": reverse("search-remove", args=[one.id]),
            }
            for one in (selectors.saved(me) if me else [])
        ],
        "older_url": _url(typed, sort=sort, at=older) if older else None,
        "newer_url": _url(typed, sort=sort) if "at" in request.GET else None,
    }
    return pages.render(request, "search/search.html", context, status=max(form.status, save_form.status))


def _result(row: selectors.Result) -> dict[str, Any]:
    return {
        "url": row.url,
        "title_html": pages.stored_html(row.title_html),
        "excerpt_html": pages.stored_html(row.excerpt_html),
        "board_title": row.thread.board_title,
        "board_url": row.thread.board_url,
        "board_colour": row.thread.board_colour,
        "author": row.author,
        "number": row.number,
        "created_at": row.created_at,
        "reply_count": row.thread.reply_count,
        "closed": row.thread.closed,
    }


def _facet(name: str, choices: list[selectors.Choice], typed: str, sort: str) -> dict[str, Any]:
    return {
        "label": {"board": _("Boards"), "author": _("Authors"), "year": _("Years")}[name],
        "choices": [
            {"label": one.label, "count": one.count, "url": _url(f"{typed} {one.filter}", sort=sort)} for one in choices
        ],
    }


def _url(typed: str, *, sort: str = "relevance", at: str | None = None) -> str:
    asked = {"q": typed}
    if sort != "relevance":
        asked["sort"] = sort
    if at:
        asked["at"] = at
    return f"{reverse('search')}?{urlencode(asked)}"


def _place(request: HttpRequest, typed: str, sort: str) -> dict[str, int]:
    if "at" not in request.GET:
        return {}
    return Cursor.open(request.GET["at"], purpose=f"search:{sort}:{typed}")


def _cursor(found: selectors.Found, typed: str, sort: str) -> str:
    return Cursor.seal({"snapshot": found.snapshot, "offset": found.after}, purpose=f"search:{sort}:{typed}")
