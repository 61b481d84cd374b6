"""Verification as the staff meets it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members import confirming
from accounts.members.policies import check_admin, check_staff
from accounts.verification import policies, selectors, services
from accounts.verification.forms import DomainsForm, InterestForm, RevokeForm, VoteForm
from forum.http import limits, pages
from forum.http.cursors import Cursor

PAGE = 50
MEDIA = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Open cases, oldest first, and attestations that one accepted alone."""
    me = check_staff(request.user)
    place = Cursor.open(request.GET["at"], purpose="cases") if "at" in request.GET else {}
    after = (place["asked_on"], place["id"]) if place else None
    found = services.open_cases(actor=me, limit=PAGE + 1, after=after)
    rows = found[:PAGE]
    last = rows[-1][0] if len(found) > PAGE else None
    older = Cursor.seal({"asked_on": last.asked_on.isoformat(), "id": str(last.id)}, purpose="cases") if last else None
    context = {
        "rows": [{"case": one, "on_it": on_it, "url": reverse("staff-case", args=[one.id])} for one, on_it in rows],
        "alone": [
            {
                "handle": person.handle,
                "label": row.get_position_display(),
                "url": reverse("staff-case", args=[row.request_id]),
            }
            for row, person in selectors.attestations_by_exception()
        ],
        "interests": selectors.interests_of(me),
        "interest_form": InterestForm(),
        "interest_url": reverse("staff-interest"),
        "domains_url": reverse("staff-domains") if me.role == "admin" else None,
        "lonely": selectors.staff_count() == 1,
        "older_url": f"{reverse('staff-cases')}?at={older}" if older else None,
        "newer_url": reverse("staff-cases") if place else None,
    }
    return pages.render(request, "accounts/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One case: what speaks for it, who is on it, and the decision."""
    me = check_staff(request.user)
    found = services.open_case(actor=me, request_id=request_id)
    form = VoteForm(request.POST or None)
    if request.method == "POST":
        confirming.require(request, me)
        if form.is_valid():
            limits.spend("write", request)
            with form.taking():
                _decide(request, request_id, form)
                return pages.see_other(reverse("staff-cases"))
    on_case = selectors.on_case(found, me)
    proofs = selectors.proofs_of(found)
    context = {
        "case": selectors.case_of(found),
        "proofs": proofs,
        "documents": [
            {"id": one.id, "kind": one.kind, "size": one.size, "added_on": one.added_on, "destroyed_on": one.destroyed_on,
             "openings": len(one.opened_on), "url": reverse("staff-evidence", args=[request_id, one.id])}
            for one in proofs.documents
        ],
        "votes": selectors.votes_of(found),
        "needed": selectors.votes_needed(found),
        "on_case": on_case,
        "own_interest": selectors.has_interest(me, found),
        "take_url": reverse("staff-case-take", args=[request_id]),
        "form": form,
    }  # fmt: skip
    return pages.render(request, "accounts/case.html", context, status=form.status)


@require_POST
def take(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Go on a case."""
    limits.spend("write", request)
    services.take_case(actor=request.user, request_id=request_id)
    return pages.see_other(reverse("staff-case", args=[request_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, request_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Open a document. Asked with a button, so that no prefetch opens it; each opening is written down."""
    me = check_staff(request.user)
    found = selectors.case(request_id, viewer=me)
    policies.check_on_case(me, found)
    piece = selectors.evidence(evidence_id, request=found)
    confirming.require(request, me)
    if request.method != "POST":
        context = {"case": selectors.case_of(found), "kind": piece.kind, "size": piece.size}
        return pages.render(request, "accounts/evidence.html", context)
    limits.spend("write", request)
    kind, content = services.open_evidence(actor=me, request_id=request_id, evidence_id=evidence_id)
    return HttpResponse(
        content,
        content_type=MEDIA[kind],
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="evidence.{kind}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, attestation_id: int) -> HttpResponse:
    """End an attestation before its time."""
    me = check_staff(request.user)
    confirming.require(request, me)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.revoke_attestation(actor=me, attestation_id=attestation_id, reason=form.cleaned_data["reason"])
            messages.success(request, _("Ended, and the member can read why."))
            return pages.see_other(reverse("staff-cases"))
    return pages.render(request, "accounts/revoke.html", {"form": form}, status=form.status)


@require_POST
def interest(request: HttpRequest) -> HttpResponse:
    """Declare an interest in a party, or take it back."""
    me = check_staff(request.user)
    form = InterestForm(request.POST)
    limits.spend("write", request)
    if form.is_valid():
        services.declare_interest(staff=me, party_slug=form.cleaned_data["party_slug"], held="gone" not in request.POST)
    return pages.see_other(reverse("staff-cases"))


@require_http_methods(["GET", "HEAD", "POST"])
def domains(request: HttpRequest) -> HttpResponse:
    """Say which mail domains a party gives to its own people."""
    me = check_admin(request.user)
    confirming.require(request, me)
    slug = request.GET.get("party", "")[:80]
    known = "\n".join(sorted(selectors.domains_of(slug)))
    form = DomainsForm(request.POST or None, initial={"party_slug": slug, "domains": known})
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.set_domains(
                actor=me, party_slug=form.cleaned_data["party_slug"], domains=form.cleaned_data["domains"].splitlines()
            )
            messages.success(request, _("Saved."))
            return pages.see_other(reverse("staff-cases"))
    return pages.render(request, "accounts/domains.html", {"form": form}, status=form.status)


def _decide(request: HttpRequest, request_id: UUID, form: VoteForm) -> None:
    accept, reason = form.cleaned_data["accept"], form.cleaned_data["reason"]
    if accept == "more":
        services.return_request(actor=request.user, request_id=request_id, reason=reason)
    else:
        services.cast_vote(
            actor=request.user, request_id=request_id, accept=accept == "1", reason=reason,
            no_interest=form.cleaned_data["no_interest"],
        )  # fmt: skip
    messages.success(request, _("Done, and written down."))
