"""The pages of a member's own data."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members import confirming
from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.privacy import documents, retention, selectors, services
from forum.privacy.forms import ErasureForm


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is kept of you, how to take it with you, and how to be erased."""
    me = check_member(request.user)
    waiting = selectors.erasure_waiting(me)
    context = {
        "exports": [
            {"state": one.state, "state_label": one.get_state_display(), "done": one.done, "total": one.total,
             "size": one.size, "asked_on": one.asked_on, "ends_on": one.ends_on,
             "url": reverse("export-file", args=[one.id])}
            for one in selectors.exports_of(me)
        ],
        "export_url": reverse("export"),
        "erasure_due_on": waiting.due_on if waiting else None,
        "erasure_url": reverse("erasure"),
        "stop_url": reverse("erasure-stop"),
        "outstanding": [
            {"title": one.title, "name": one.name, "version": one.version, "url": reverse("document", args=[one.name])}
            for one in selectors.outstanding(me)
        ],
        "consents": [
            {"title": documents.named(one.document, one.version).title, "version": one.version, "agreed_on": one.agreed_on,
             "url": reverse("document-version", args=[one.document, one.version])}
            for one in selectors.consents_of(me)
        ],
        "agree_url": reverse("agree"),
        "retention": [{"words": rule.words, "days": settings.RETENTION[name]} for name, rule in retention.RULES.items()],
    }  # fmt: skip
    return pages.render(request, "privacy/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Have everything about you gathered. Who was sent to confirm first comes back here, and goes on to the button."""
    me = check_member(request.user)
    if request.method != "POST":
        return pages.see_other(reverse("privacy"))
    confirming.require(request, me)
    limits.spend("export", request)
    services.ask_export(actor=me)
    messages.success(request, _("It is being gathered. This page shows how far it is."))
    return pages.see_other(reverse("privacy"))


@require_safe
def export_file(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The zip, for a week."""
    me = check_member(request.user)
    confirming.require(request, me)
    return zipped(services.read_export(selectors.export(export_id, member=me)))


@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest) -> HttpResponse:
    """Ask to be erased; the answer shows the link of the certificate, once."""
    me = check_member(request.user)
    confirming.require(request, me)
    form = ErasureForm(request.POST or None)
    link, due_on = "", None
    if request.method == "POST" and form.is_valid():
        limits.spend("export", request)
        with form.taking():
            made, secret = services.ask_erasure(
                actor=me, handle=form.cleaned_data["handle"], at_once=form.cleaned_data["when"] == "now"
            )
            due_on = made.due_on
            link = f"{settings.ORIGIN}{reverse('certificate', args=[secret])}"
            if form.cleaned_data["when"] == "now":
                logout(request)
    context = {"form": form, "link": link, "due_on": due_on, "privacy_url": reverse("privacy")}
    return pages.render(request, "privacy/erasure.html", context, status=form.status)


@require_POST
def stop_erasure(request: HttpRequest) -> HttpResponse:
    """Stay after all."""
    limits.spend("write", request)
    services.stop_erasure(actor=request.user)
    messages.success(request, _("You stay. Nothing was erased."))
    return pages.see_other(reverse("privacy"))


@require_safe
def certificate(request: HttpRequest, secret: str) -> HttpResponse:
    """What was wiped, and what was kept and why; for whoever has the link."""
    limits.spend("credentials", request)
    found = selectors.erasure_by_secret(secret)
    done = _done_words()
    context = {
        "done_on": found.done_on, "due_on": found.due_on, "asked_on": found.asked_on,
        "lines": [{**line, "done": done.get(line["done"], line["done"])} for line in found.stores],
    }  # fmt: skip
    return pages.render(request, "privacy/certificate.html", context)


def _done_words() -> dict[str, str]:
    """What a line of the certificate says was done, in the reader's language."""
    return {
        "deleted": _("deleted"),
        "unlinked": _("unlinked"),
        "kept without a name": _("kept without a name"),
        "destroyed": _("destroyed"),
        "emptied": _("emptied"),
        "numbers only": _("numbers only"),
        "sealed for a case": _("removed texts, sealed for an open case or appeal, then destroyed"),
    }


@require_safe
def document(request: HttpRequest, name: str, version: int | None = None) -> HttpResponse:
    """The terms or the privacy notice, in its newest or an older version."""
    found = documents.named(name, version)
    context = {"title": found.title, "number": found.version, "since": found.since, "text": found.template}
    return pages.render(request, "privacy/document.html", context, version=(found.digest,))


@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    """Agree to a version of a document."""
    limits.spend("write", request)
    version = pages.whole_number(request.POST.get("version"), default=0)
    services.agree(actor=request.user, document=request.POST.get("document", ""), version=version)
    return pages.see_other(reverse("privacy"))


def zipped(content: bytes) -> HttpResponse:
    """A zip that the browser saves and no cache keeps."""
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="assay-export.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)
