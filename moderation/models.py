"""Hands on the models of the features of this app."""

from moderation.actions.models import Action, SealedText, Statement, Strike
from moderation.appeals.models import Appeal, AppealMessage
from moderation.audit.models import AuditRoot, AuditRow
from moderation.queue.models import Note, Recusal, Report, ReviewItem, SavedView
from moderation.rules.models import ModelVersion, PostSketch, RemovedSketch, Rule, RuleHit, RuleVersion

__all__ = [
    "Action",
    "Appeal",
    "AppealMessage",
    "AuditRoot",
    "AuditRow",
    "ModelVersion",
    "Note",
    "PostSketch",
    "Recusal",
    "RemovedSketch",
    "Report",
    "ReviewItem",
    "Rule",
    "RuleHit",
    "RuleVersion",
    "SavedView",
    "SealedText",
    "Statement",
    "Strike",
]
