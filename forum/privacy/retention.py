"""How long what is kept: one rule a store, each with its days in the settings and a job of its own each night."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.members.models import AccessToken, Invitation, Member, Session, WayBack
from accounts.verification.models import State, VerificationRequest
from forum.kernel import clock
from forum.kernel.errors import Words
from forum.kernel.models import IdempotencyKey
from forum.privacy.models import Erasure, Export

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Rule:
    """`rows(day)`: what was over before `day`. `words` say it on the privacy page."""

    rows: Callable[[date], QuerySet[Any]]
    words: Words


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _sessions(day: date) -> QuerySet[Session]:
    begins = _begin(day)
    return Session.objects.filter(Q(expire_date__lt=begins) | Q(idle_until__lt=begins))


def _unfinished_sign_ins(day: date) -> QuerySet[Session]:
    """Sessions of nobody: they were opened as long before their end as a session lasts."""
    ended = _begin(day) + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Session.objects.filter(member=None, expire_date__lt=ended)


def _unfinished_accounts(day: date) -> QuerySet[Member]:
    """Nobody ever signed in to these, so nothing hangs on them. A protected one knows only its month, and gets that long."""
    open_ended = Q(protected=False) | Q(joined_on__lt=day - timedelta(days=31))
    return Member.objects.filter(open_ended, welcomed=False, joined_on__lt=day)


def _access_tokens(day: date) -> QuerySet[AccessToken]:
    return AccessToken.objects.filter(Q(revoked_on__lt=day) | Q(expires_on__lt=day))


def _invitations(day: date) -> QuerySet[Invitation]:
    return Invitation.objects.filter(Q(used_on__lt=day) | Q(revoked_on__lt=day) | Q(expires_on__lt=day))


def _ways_back(day: date) -> QuerySet[WayBack]:
    return WayBack.objects.filter(asked_on__lt=day).exclude(state=WayBack.State.GRANTED, closes_on__gte=clock.today())


def _verification_requests(day: date) -> QuerySet[VerificationRequest]:
    """Closed ones; what led to an attestation goes with it."""
    closed = VerificationRequest.objects.filter(decided_on__lt=day, attestation=None)
    return closed.exclude(state__in=[State.OPEN, State.RETURNED]).exclude(
        evidence__destroyed_on=None, evidence__isnull=False
    )


def _exports(day: date) -> QuerySet[Export]:
    return Export.objects.filter(ends_on__lt=day)


def _erasures(day: date) -> QuerySet[Erasure]:
    return Erasure.objects.filter(Q(done_on__lt=day) | Q(state=Erasure.State.STOPPED, asked_on__lt=day))


def _request_keys(day: date) -> QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(created_at__lt=day)


RULES: dict[str, Rule] = {
    "sessions": Rule(_sessions, _("sessions that have ended")),
    "unfinished_sign_ins": Rule(_unfinished_sign_ins, _("sign-ins that were not finished")),
    "unfinished_accounts": Rule(_unfinished_accounts, _("accounts that nobody ever signed in to")),
    "access_tokens": Rule(_access_tokens, _("access tokens that have ended")),
    "invitations": Rule(_invitations, _("invitations that are used or over")),
    "ways_back": Rule(_ways_back, _("requests for a way back")),
    "verification_requests": Rule(_verification_requests, _("refused and withdrawn requests to be verified")),
    "exports": Rule(_exports, _("exports")),
    "erasures": Rule(_erasures, _("certificates of erasure")),
    "request_keys": Rule(_request_keys, _("keys that keep a request from being done twice")),
}


def keep(name: str) -> int:
    """Delete what the rule `name` no longer keeps; how many rows. Each row once, however often it runs."""
    rule, days = RULES[name], settings.RETENTION[name]
    over = rule.rows(clock.today() - timedelta(days=days))
    if name == "exports":
        for one in over:
            default_storage.delete(one.path)
    if name == "request_keys":
        return int(over.delete()[0])
    return int(over.model._default_manager.filter(pk__in=list(over.values_list("pk", flat=True)[:MOST])).delete()[0])
