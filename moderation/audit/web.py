"""The pages of the audit log."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.http import limits, pages
from forum.http.fields import MAX_ID
from moderation.audit import selectors, services
from moderation.audit.selectors import Entry

NAME = re.compile(r"[a-z0-9_]{1,80}")


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The log, the newest first; of one kind of event where it is named."""
    name = request.GET.get("name", "")
    name = name if NAME.fullmatch(name) else ""
    before = pages.whole_number(request.GET.get("before"), default=0, largest=MAX_ID)
    found = selectors.entries(viewer=request.user, name=name, before=before, limit=selectors.PAGE + 1)
    rows = found[: selectors.PAGE]
    url = f"{reverse('staff-audit')}?name={name}"
    names = selectors.staff_names()
    context = {
        "rows": [_shown(row, names) for row in rows], "name": name, "newer_url": url if before else None,
        "older_url": f"{url}&before={rows[-1].number}" if len(found) > len(rows) else None,
    }  # fmt: skip
    return pages.render(request, "moderation/audit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_row(request: HttpRequest, number: int) -> HttpResponse:
    """One row; a POST redacts it."""
    if request.method == "POST":
        limits.spend("write", request)
        services.redact_row(actor=request.user, number=number)
        return pages.see_other(reverse("staff-audit-row", args=[number]))
    row = selectors.entry(number, viewer=request.user)
    context = {"row": _shown(row, selectors.staff_names()), "can_redact": selectors.redacts(request.user)}
    return pages.render(request, "moderation/audit_row.html", context)


def _shown(row: Entry, names: Mapping[int, str]) -> dict[str, Any]:
    said = row.said or {}
    actor = said.get("actor")
    return {
        "entry": row,
        "actor": names.get(actor, str(actor)) if actor else "–",
        "said": [(name.replace("_", " "), _shortly(value)) for name, value in said.get("payload", {}).items()],
        "url": reverse("staff-audit-row", args=[row.number]),
    }


def _shortly(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value is None or value == "" else value
