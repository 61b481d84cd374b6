"""The pages of stated interests."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.policies import check_member
from accounts.members.selectors import profile
from accounts.parties import selectors as parties
from forum.http import limits, pages
from threads.deposits.selectors import deposit_row
from threads.disclosures import policies, selectors, services
from threads.disclosures.forms import DisclosureForm, PublisherForm, said_of
from threads.disclosures.services import Said


@require_http_methods(["GET", "HEAD", "POST"])
def disclosures(request: HttpRequest) -> HttpResponse:
    """Your own interests: what you stated, and a form for a deposit or party that the address names."""
    me = check_member(request.user)
    may_publish = may_state_for_publisher(request)
    form_class = PublisherForm if may_publish else DisclosureForm
    subject = {name: request.GET.get(name, "")[:80] for name in ("deposit", "party")}
    form = form_class(request.POST or None, initial=subject)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            data = form.cleaned_data
            services.state_interest(
                actor=me, said=Said(*said_of(data)), deposit=data["deposit"], party=data["party"],
                for_publisher=bool(data.get("for_publisher")), key=pages.page_key(request, "state_interest", data),
            )  # fmt: skip
            return pages.see_other(reverse("disclosures"))
    deposit, party = (subject[name] or form.data.get(name, "") for name in ("deposit", "party"))
    named = deposit_row(deposit).name if deposit else parties.party(party, viewer=me).row.name if party else ""
    context: dict[str, Any] = {
        "title": _("Your interests"),
        "form": form if named else None,
        "subject": named,
        "rows": [_row(row, mine=True) for row in selectors.of_member(me.pk, viewer=me)],
        "publisher_rows": [_row(row, mine=True) for row in selectors.of_member(None, viewer=me)] if may_publish else [],
        "own": True,
        "deposits_url": reverse("deposits"),
    }
    return pages.render(request, "catalogue/disclosures.html", context, status=form.status)


@require_safe
def of_member(request: HttpRequest, handle: str) -> HttpResponse:
    """What a member stated, with its history."""
    found = profile(handle, viewer=request.user)
    context = {
        "title": _("Interests stated by %(handle)s") % {"handle": found.person.handle},
        "rows": [_row(row, mine=False) for row in selectors.of_member(found.person.id, viewer=request.user)],
        "crumbs": [{"label": found.person.handle, "url": found.person.url}],
    }
    return pages.render(request, "catalogue/disclosures.html", context)


@require_POST
def end(request: HttpRequest, disclosure_id: int) -> HttpResponse:
    """Say that an interest holds no longer."""
    limits.spend("write", request)
    services.end_interest(actor=request.user, disclosure_id=disclosure_id)
    return pages.see_other(reverse("disclosures"))


def may_state_for_publisher(request: HttpRequest) -> bool:
    try:
        policies.check_state_for_publisher(request.user)
    except policies.PublisherOnly:
        return False
    return True


def _row(row: selectors.DisclosureRow, *, mine: bool) -> dict[str, Any]:
    return {"row": row, "end_url": reverse("disclosure-end", args=[row.id]) if mine and not row.ended_on else None}
