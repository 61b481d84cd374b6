"""Verification as a member meets it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.policies import check_member
from accounts.verification import selectors, services
from accounts.verification.forms import CodeForm, EvidenceForm, RequestForm, VoucherForm, VouchForm, WorkMailForm
from forum.http import limits, pages
from forum.kernel.errors import NotFound


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is attested of you, what you asked for, and who asks for your word."""
    me = check_member(request.user)
    context = {
        "attestations": [
            {"badge": selectors.badge_of(row), "party": row.party_name or row.party_slug, "party_shown": row.party_shown,
             "ended_on": row.ended_on, "end_label": row.get_end_display(), "reason": row.reason}
            for row in selectors.attestations_of(me)
        ],
        "requests": [{"case": one, "url": reverse("verification-case", args=[one.id])} for one in selectors.requests_of(me)],
        "vouches": [
            {"id": one.pk, "handle": one.request.member.handle, "claim": selectors.case_of(one.request),
             "asked_on": one.asked_on, "url": reverse("vouch", args=[one.pk])}
            for one in selectors.vouches_asked(me)
        ],
        "new_url": reverse("verification-new"),
    }  # fmt: skip
    return pages.render(request, "accounts/verification.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask to be verified."""
    me = check_member(request.user)
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            made = services.request_verification(actor=me, **form.cleaned_data)
            return pages.see_other(reverse("verification-case", args=[made]))
    return pages.render(request, "accounts/verification_new.html", {"form": form}, status=form.status)


@require_safe
def case(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One of your requests: what speaks for it, and what can be added."""
    return _page(request, request_id)


@require_POST
def add_evidence(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Add a document."""
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        limits.spend("upload", request)
        file = form.cleaned_data["document"]
        with form.taking():
            services.add_evidence(
                actor=request.user, request_id=request_id, content=file.read(), claimed=file.content_type or ""
            )
            messages.success(request, _("Added and sealed."))
            return pages.see_other(reverse("verification-case", args=[request_id]))
    return _page(request, request_id, evidence_form=form)


@require_POST
def send_work_mail(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Mail a code to an address at work."""
    form = WorkMailForm(request.POST)
    if form.is_valid():
        limits.spend("sign_up", request)
        with form.taking():
            services.send_work_mail(actor=request.user, request_id=request_id, address=form.cleaned_data["address"])
            messages.success(request, _("The code is on its way."))
            return pages.see_other(reverse("verification-case", args=[request_id]))
    return _page(request, request_id, mail_form=form)


@require_POST
def prove_work_mail(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Say the mailed code."""
    form = CodeForm(request.POST)
    if form.is_valid():
        limits.spend("sign_in", request)
        with form.taking():
            services.prove_work_mail(actor=request.user, request_id=request_id, code=form.cleaned_data["code"])
            messages.success(request, _("Proven: you read mail there."))
            return pages.see_other(reverse("verification-case", args=[request_id]))
    return _page(request, request_id, code_form=form)


@require_POST
def ask_voucher(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Ask a verified member to vouch."""
    form = VoucherForm(request.POST)
    if form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.ask_voucher(actor=request.user, request_id=request_id, handle=form.cleaned_data["handle"])
            messages.success(request, _("Asked. They see it in their settings."))
            return pages.see_other(reverse("verification-case", args=[request_id]))
    return _page(request, request_id, voucher_form=form)


@require_POST
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Withdraw a request."""
    limits.spend("write", request)
    services.withdraw_request(actor=request.user, request_id=request_id)
    messages.success(request, _("Withdrawn. Its documents are being destroyed."))
    return pages.see_other(reverse("verification"))


@require_http_methods(["GET", "HEAD", "POST"])
def vouch(request: HttpRequest, vouch_id: int) -> HttpResponse:
    """Vouch for somebody, or decline."""
    me = check_member(request.user)
    found = next((one for one in selectors.vouches_asked(me) if one.pk == vouch_id), None)
    if found is None:
        raise NotFound
    form = VouchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            services.answer_vouch(
                actor=me, vouch_id=vouch_id, given=form.cleaned_data["given"] == "1", words=form.cleaned_data["words"]
            )
            messages.success(request, _("Thank you. Only the staff sees your answer."))
            return pages.see_other(reverse("verification"))
    context = {"form": form, "claim": selectors.case_of(found.request)}
    return pages.render(request, "accounts/vouch.html", context, status=form.status)


def _page(request: HttpRequest, request_id: UUID, **forms: Any) -> HttpResponse:
    """A request with its forms; one of them may come back with what is wrong in it."""
    me = check_member(request.user)
    found = selectors.case(request_id, viewer=me)
    if found.member_id != me.pk:
        raise NotFound
    status = next((form.status for form in forms.values()), 200)
    addresses = ("evidence", "work-mail", "work-mail-code", "voucher", "withdrawal")
    context = {
        "case": selectors.case_of(found),
        "proofs": selectors.proofs_of(found),
        "has_domains": bool(selectors.domains_of(found.party_slug)),
        "evidence_form": EvidenceForm(),
        "mail_form": WorkMailForm(),
        "code_form": CodeForm(),
        "voucher_form": VoucherForm(),
        "urls": {name.replace("-", "_"): reverse(f"verification-{name}", args=[request_id]) for name in addresses},
        **forms,
    }
    return pages.render(request, "accounts/verification_case.html", context, status=status)
