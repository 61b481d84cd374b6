"""Webhooks as pages of their owner's settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.http import limits, pages
from forum.http.cursors import Cursor
from forum.http.fields import MAX_ID
from forum.webhooks import policies, selectors, services
from forum.webhooks.forms import WebhookForm
from forum.webhooks.services import Settings


@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """One's webhooks, and a form for a new one, whose secret the answer shows once."""
    me = policies.check_owner(request.user)
    form = WebhookForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        with form.taking():
            limits.spend("write", request)
            _made, secret = services.add_webhook(actor=me, settings=_settings(form))
            form = WebhookForm()
    context = {
        "form": form,
        "secret": secret,
        "webhooks": selectors.webhooks(viewer=me),
        "docs_url": reverse("api-docs"),
    }
    return pages.render(request, "webhooks/webhooks.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One webhook: what it is told, what was sent to it, and what can be done about it."""
    me = policies.check_owner(request.user)
    row = selectors.webhook(webhook_id, viewer=me)
    initial = {"name": row.name, "url": row.url, "kinds": row.kinds, "on": not row.off}
    form = WebhookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.taking():
            limits.spend("write", request)
            services.change_webhook(actor=me, webhook_id=webhook_id, settings=_settings(form), version=row.version)
            messages.success(request, _("Saved."))
            return pages.see_other(reverse("webhook", args=[webhook_id]))
    return _shown(request, webhook_id, form)


@require_POST
def secret(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """A new secret, which the answer shows once."""
    limits.spend("write", request)
    made = services.rotate_secret(actor=request.user, webhook_id=webhook_id)
    return _shown(request, webhook_id, None, secret=made)


@require_POST
def ping(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Send a message that tells nothing."""
    limits.spend("write", request)
    services.ping(actor=request.user, webhook_id=webhook_id)
    messages.success(request, _("A ping is on its way."))
    return pages.see_other(reverse("webhook", args=[webhook_id]))


@require_POST
def redeliver(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Send something once more."""
    limits.spend("write", request)
    delivery_id = pages.whole_number(request.POST.get("delivery"), default=0, largest=MAX_ID)
    services.redeliver(actor=request.user, webhook_id=webhook_id, delivery_id=delivery_id)
    messages.success(request, _("It is on its way again."))
    return pages.see_other(reverse("webhook", args=[webhook_id]))


@require_POST
def remove(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Take a webhook away."""
    limits.spend("write", request)
    services.drop_webhook(actor=request.user, webhook_id=webhook_id)
    messages.success(request, _("The webhook is gone."))
    return pages.see_other(reverse("webhooks"))


def _shown(request: HttpRequest, webhook_id: int, form: WebhookForm | None, *, secret: str = "") -> HttpResponse:
    me = policies.check_owner(request.user)
    row = selectors.webhook(webhook_id, viewer=me)
    if form is None:
        form = WebhookForm(initial={"name": row.name, "url": row.url, "kinds": row.kinds, "on": not row.off})
    purpose, here = f"deliveries:{webhook_id}", reverse("webhook", args=[webhook_id])
    before = int(Cursor.open(request.GET["at"], purpose=purpose)["before"]) if "at" in request.GET else 0
    found = selectors.deliveries(webhook_id, viewer=me, before=before, limit=selectors.PAGE + 1)
    rows = found[: selectors.PAGE]
    older = Cursor.seal({"before": rows[-1].id}, purpose=purpose) if len(found) > len(rows) else None
    context = {
        "title": row.name,
        "form": form,
        "secret": secret,
        "webhook": row,
        "deliveries": rows,
        "older_url": f"{here}?at={older}" if older else None,
        "newer_url": here if before else None,
    }
    return pages.render(request, "webhooks/webhook.html", context, status=form.status)


def _settings(form: WebhookForm) -> Settings:
    said = form.cleaned_data
    return Settings(name=said["name"], url=said["url"], kinds=tuple(said["kinds"]), on=said["on"])
