"""Statements of reasons in the form of the DSA Transparency Database (article 24(5) of Regulation (EU) 2022/2065).

Field names and values follow https://transparency.dsa.ec.europa.eu/page/api-documentation. `decision_facts` is put together
from the rule and the thing's kind: moderators' own words may name people, and personal data is not to be sent there.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.members.models import Member
from forum.kernel.ids import digest
from moderation.actions.kinds import KINDS
from moderation.actions.models import Action
from moderation.appeals.selectors.transparency import DONE
from moderation.rules.reasons import ILLEGAL, REASONS
from threads.discussion.models import Post, Submission, Thread
from threads.interviews.models import Interview, Question

OTHER_VISIBILITY = "DECISION_VISIBILITY_OTHER"
VISIBILITY = {
    "hide": "DECISION_VISIBILITY_CONTENT_DISABLED", "remove": "DECISION_VISIBILITY_CONTENT_REMOVED",
    "lock": "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED", "move": OTHER_VISIBILITY,
    "ask_edit": OTHER_VISIBILITY, "require_disclosure": "DECISION_VISIBILITY_CONTENT_LABELLED",
}  # fmt: skip
PROVISION = {"silence": "DECISION_PROVISION_PARTIAL_SUSPENSION", "warn": "DECISION_PROVISION_PARTIAL_SUSPENSION"}
ACCOUNT = {"suspend": "DECISION_ACCOUNT_SUSPENDED", "ban": "DECISION_ACCOUNT_TERMINATED"}
WRITTEN: Mapping[str, tuple[type[Any], str]] = {
    "post": (Post, "created_at"), "thread": (Thread, "created_at"), "submission": (Submission, "hour"),
    "member": (Member, "joined_on"), "interview": (Interview, "proposed_at"), "question": (Question, "asked_at"),
}  # fmt: skip
"""Where it stands when a thing was written; for a member's page, when they joined."""


def statements_of_reasons(
    *, since: datetime, until: datetime, before: int = 0, limit: int = 100
) -> list[dict[str, Any]]:
    """Statements issued within a span, the newest first, below action id `before`. Without names, addresses or texts."""
    found = (
        Action.objects.filter(state__in=DONE, at__gte=since, at__lt=until, statement__isnull=False)
        .exclude(kind="warn")
        .order_by("-id")
    )
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found[:limit])
    written = _written(rows)
    return [_statement(one, written.get((one.target_kind, one.target_id), one.at.date())) for one in rows]


def _written(rows: Sequence[Action]) -> dict[tuple[str, str], date]:
    """When the things were written that the actions met. One query for each kind of thing among them."""
    found: dict[tuple[str, str], date] = {}
    for kind, (things, field) in WRITTEN.items():
        wanted = [one.target_id for one in rows if one.target_kind == kind]
        if wanted:
            for pk, at in things.objects.filter(pk__in=wanted).values_list("pk", field):
                found[kind, str(pk)] = at.date() if isinstance(at, datetime) else at
    return found


def _statement(one: Action, written: date) -> dict[str, Any]:
    reason = REASONS[one.reason]
    legal = reason.ground == ILLEGAL
    visibility, done = VISIBILITY.get(one.kind), str(KINDS[one.kind].done)
    words = _("%(done)s under the rule: %(rule)s") % {"done": done, "rule": reason.rule}
    ground = (
        {"illegal_content_legal_ground": str(reason.label), "illegal_content_explanation": str(reason.rule)}
        if legal
        else {"incompatible_content_ground": str(reason.label), "incompatible_content_explanation": str(reason.rule)}
    )
    made: dict[str, Any] = {
        "id": one.pk,
        "decision_visibility": [visibility] if visibility else None,
        "decision_visibility_other": done if visibility == OTHER_VISIBILITY else None,
        "decision_provision": PROVISION.get(one.kind),
        "decision_account": ACCOUNT.get(one.kind),
        "decision_ground": reason.ground,
        **ground,
        "incompatible_content_illegal": "No" if not legal else None,
        "category": reason.category,
        "content_type": ["CONTENT_TYPE_OTHER" if one.target_kind == "member" else "CONTENT_TYPE_TEXT"],
        "content_type_other": _("An account") if one.target_kind == "member" else None,
        "content_date": written.isoformat(),
        "application_date": one.at.date().isoformat(),
        "end_date_visibility_restriction": _ends(one, VISIBILITY),
        "end_date_service_restriction": _ends(one, PROVISION),
        "end_date_account_restriction": _ends(one, ACCOUNT),
        "decision_facts": words,
        "source_type": "SOURCE_ARTICLE_16"
        if legal and one.reported_at
        else "SOURCE_TYPE_OTHER_NOTIFICATION"
        if one.reported_at
        else "SOURCE_VOLUNTARY",
        "automated_detection": "Yes" if one.automation == "found" else "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": digest(f"action:{one.pk}").hex()[:32],
    }
    return {name: value for name, value in made.items() if value is not None}


def _ends(one: Action, kinds: dict[str, str]) -> str | None:
    return one.until.date().isoformat() if one.until is not None and one.kind in kinds else None
