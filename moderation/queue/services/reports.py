"""Reporting something."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock, idempotency, ids, text
from forum.kernel.errors import FieldError, Invalid, NotFound, Words
from forum.kernel.events import publish
from moderation.queue import policies, scoring, selectors, targets
from moderation.queue.events import ReportFiled
from moderation.queue.models import NOTE_LONGEST, Kind, Report
from moderation.queue.services.items import ensure_item, settle_score
from moderation.rules.reasons import REASONS

TOKEN_PREFIX = "report_"


@dataclass(frozen=True, slots=True)
class Filed:
    """A report that was taken. A guest gets `token`, shown this once, to ask for the outcome with."""

    report_id: int
    token: str = ""


@transaction.atomic
def file_report(
    *, actor: Viewer, kind: str, target_id: str, reason: str, note: str, key: idempotency.Key | None = None
) -> Filed:
    """Report something the actor can see; the text is kept as it is now. Locks the item's row.

    A second report of the same thing by the same member changes nothing. Raises `NotFound`, `OwnThing`, `Invalid`.
    """
    note = text.clean(note, max_length=NOTE_LONGEST)
    if reason not in REASONS:
        detail: Words = _("Choose one of the reasons.")
        raise Invalid(detail, errors=[FieldError("reason", "unknown_reason", detail)])
    if kind not in targets.REPORTED:
        raise NotFound
    target = targets.find(kind, target_id, viewer=actor)
    policies.check_report(actor, target.author.id if target.author else None)
    if not target.there:
        raise NotFound
    if (earlier := idempotency.claim(key)) is not None:
        return Filed(int(earlier.resource))
    reporter = actor if isinstance(actor, Member) else None
    discreet = reporter is not None and reporter.protected
    item = ensure_item(target, kind=Kind.REPORT, reason=reason, barred=target.people, discreet=discreet)
    known = Report.objects.filter(item=item, reporter=reporter).first() if reporter else None
    if known is not None:
        idempotency.keep(key, status=201, resource=str(known.pk))
        return Filed(known.pk)
    token = "" if reporter else ids.new_secret(TOKEN_PREFIX)
    report = Report.objects.create(
        item=item, reporter=reporter, token=ids.digest(token) if token else None, reason=reason, note=note,
        weight=_weight(reporter), title=target.title, html=target.html, source=target.source,
        target_version=target.version, filed_at=clock.hour_of(clock.now()) if discreet else clock.now(),
    )  # fmt: skip
    settle_score(item)
    filed = ReportFiled(item_id=item.pk, report_id=report.pk)
    publish(filed, actor_id=reporter.pk if reporter else None, coarse=discreet)
    idempotency.keep(key, status=201, resource=str(report.pk))
    return Filed(report.pk, token)


def _weight(reporter: Member | None) -> float:
    """A guest has no record, and counts as little as anybody may."""
    if reporter is None:
        return scoring.FLOOR
    upheld, decided = selectors.record_of(reporter.pk)
    return scoring.reporter_weight(upheld=upheld, decided=decided)
