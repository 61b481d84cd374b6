"""The list of prices, and the pages that change a party or a price, or add a deposit or a party."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.members.models import Level
from accounts.members.selectors import level_of
from accounts.parties import selectors as parties
from accounts.parties.policies import is_editor
from forum.http import pages
from threads.deposits import selectors
from threads.deposits.models import Target
from threads.deposits.web.editing import Row, history_page, row_page
from threads.deposits.words import plain_number


@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """Every price of an oxide, with its source: what the ranking's deck is made of."""
    rows = selectors.price_rows(viewer=request.user)
    signed_in = level_of(request.user) > Level.PUBLIC
    context = {
        "years": [
            {
                "year": year,
                "rows": [
                    {
                        "row": row,
                        "price": plain_number(row.usd_per_kg),
                        "edit_url": reverse("price-edit", args=[row.id]),
                    }
                    for row in rows
                    if row.year == year
                ],
            }
            for year in dict.fromkeys(row.year for row in rows)
        ],
        "add_url": reverse("price-new") if signed_in else None,
        "history_url": reverse("price-changes"),
        "crumbs": [{"label": _("Ranking by resource"), "url": reverse("ranking-resource")}],
    }
    return pages.render(request, "catalogue/prices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_price(request: HttpRequest) -> HttpResponse:
    """Add a price."""
    return _price_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change_price(request: HttpRequest, price: int) -> HttpResponse:
    """Change or remove a price."""
    return _price_page(request, price)


def _price_page(request: HttpRequest, price: int | None) -> HttpResponse:
    place, url = selectors.place(Target.PRICE, ""), reverse("prices")
    columns = {} if price is None else selectors.columns_of_row(place, Target.PRICE, price)
    crumbs = [{"label": _("Prices"), "url": url}]
    return row_page(request, Row(Target.PRICE, "", price, place.version, columns, _("Prices"), url, crumbs))


@require_safe
def price_changes(request: HttpRequest) -> HttpResponse:
    """The history of the list of prices."""
    url = reverse("prices")
    return history_page(
        request, {"name": _("Prices"), "url": url}, url=reverse("price-changes"), purpose="changes:prices",
        read=selectors.changes_of_prices, proposed=[], crumbs=[{"label": _("Prices"), "url": url}],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new_deposit(request: HttpRequest) -> HttpResponse:
    """Add a deposit."""
    return _new_page(request, Target.DEPOSIT)


@require_http_methods(["GET", "HEAD", "POST"])
def new_party(request: HttpRequest) -> HttpResponse:
    """Add a party."""
    return _new_page(request, Target.PARTY)


def _new_page(request: HttpRequest, target: Target) -> HttpResponse:
    """The form of something that has no page yet; a proposal waits among the others."""
    crumbs = [{"label": _("Deposits"), "url": reverse("deposits")}]
    url = reverse("deposits" if is_editor(request.user) else "catalogue-proposals")
    return row_page(request, Row(target, "", None, 0, {}, _("Deposits"), url, crumbs, new=True))


@require_http_methods(["GET", "HEAD", "POST"])
def change_party(request: HttpRequest, party: str) -> HttpResponse:
    """Change what a party's page says."""
    found = parties.party(party, viewer=request.user)
    columns = selectors.columns_of_party(parties.party_by_id(found.row.id))
    crumbs = [{"label": found.row.name, "url": found.row.url}]
    return row_page(
        request,
        Row(Target.PARTY, party, found.row.id, found.version, columns, found.row.name, found.row.url, crumbs),
    )


@require_safe
def party_changes(request: HttpRequest, party: str) -> HttpResponse:
    """A party's history."""
    found = parties.party(party, viewer=request.user, history=True).row
    return history_page(
        request, {"name": found.name, "url": found.url}, url=reverse("party-changes", args=[party]),
        purpose=f"changes:party:{found.id}", read=partial(selectors.changes_of_party, party),
        proposed=selectors.proposals(viewer=request.user, party=party, limit=20),
        crumbs=[{"label": found.name, "url": found.url}],
    )  # fmt: skip
