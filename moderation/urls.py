"""Addresses of order's features."""

from django.urls import path

from moderation.actions import api as actions_api
from moderation.actions import web as actions
from moderation.appeals import api as appeals_api
from moderation.appeals import web as appeals
from moderation.audit import api as audit_api
from moderation.audit import web as audit
from moderation.queue import api as queue_api
from moderation.queue import web as queue
from moderation.rules import api as rules_api
from moderation.rules import web as rules

pages = [
    path("report/<slug:kind>/<str:target_id>", queue.report, name="report"),
    path("reports", queue.own_reports, name="own-reports"),
    path("reports/by/<str:token>", queue.guest_report, name="guest-report"),
    path("notices", actions.notices, name="notices"),
    path("notices/<int:statement_id>", appeals.notice, name="notice"),
    path("notices/by/<str:token>", appeals.notice_by_link, name="notice-by-link"),
    path("moderation/queue", queue.queue, name="queue"),
    path("moderation/queue/next", queue.take_next, name="queue-next"),
    path("moderation/queue/views", queue.save_view, name="queue-views"),
    path("moderation/queue/bulk", actions.bulk, name="queue-bulk"),
    path("moderation/queue/bulk/<uuid:bulk>", actions.undo_bulk, name="undo-bulk"),
    path("moderation/queue/<int:item_id>", queue.item, name="queue-item"),
    path("moderation/queue/<int:item_id>/lease", queue.lease, name="queue-lease"),
    path("moderation/queue/<int:item_id>/notes", queue.note, name="queue-note"),
    path("moderation/queue/<int:item_id>/decision", actions.decide, name="queue-decision"),
    path("moderation/actions", actions.actions, name="staff-actions"),
    path("moderation/actions/<int:action_id>", actions.action, name="staff-action"),
    path("moderation/actions/<int:action_id>/change", actions.change_action, name="staff-action-change"),
    path("moderation/actions/<int:action_id>/sealed", actions.sealed, name="staff-sealed"),
    path("moderation/act/<slug:kind>/<str:target_id>", actions.act, name="staff-act"),
    path("moderation/audit", audit.audit, name="staff-audit"),
    path("moderation/audit/<int:number>", audit.audit_row, name="staff-audit-row"),
    path("moderation/appeals", appeals.appeals, name="appeals"),
    path("moderation/appeals/<int:appeal_id>", appeals.appeal, name="appeal"),
    path("moderation/appeals/<int:appeal_id>/messages", appeals.ask, name="appeal-message"),
    path("moderation/rules", rules.rules, name="rules"),
    path("moderation/rules/<int:rule_id>", rules.rule, name="rule"),
    path("moderation/log", appeals.log, name="moderation-log"),
    path("moderation/transparency", appeals.transparency, name="transparency"),
]

api = [
    path("posts/<int:post_id>/reports", queue_api.PostReports.as_view(), name="api-post-reports"),
    path("threads/<int:thread_id>/reports", queue_api.ThreadReports.as_view(), name="api-thread-reports"),
    path("members/<str:handle>/reports", queue_api.MemberReports.as_view(), name="api-member-reports"),
    path("interviews/<int:interview_id>/reports", queue_api.InterviewReports.as_view(), name="api-interview-reports"),
    path("questions/<int:question_id>/reports", queue_api.QuestionReports.as_view(), name="api-question-reports"),
    path("reports/by/<str:token>", queue_api.GuestReport.as_view(), name="api-guest-report"),
    path("me/reports", queue_api.OwnReports.as_view(), name="api-own-reports"),
    path("me/reports/<int:report_id>", queue_api.OwnReportById.as_view(), name="api-own-report"),
    path("me/notices", actions_api.Notices.as_view(), name="api-notices"),
    path("me/notices/<int:statement_id>", actions_api.NoticeById.as_view(), name="api-notice"),
    path("me/notices/<int:statement_id>/appeal", appeals_api.OwnAppeal.as_view(), name="api-own-appeal"),
    path(
        "me/notices/<int:statement_id>/appeal/messages",
        appeals_api.OwnMessages.as_view(),
        name="api-own-appeal-messages",
    ),
    path("notices/by/<str:token>", appeals_api.NoticeByLink.as_view(), name="api-notice-by-link"),
    path("notices/by/<str:token>/appeal", appeals_api.AppealByLink.as_view(), name="api-appeal-by-link"),
    path("notices/by/<str:token>/appeal/messages", appeals_api.MessagesByLink.as_view(), name="api-messages-by-link"),
    path("moderation/queue", queue_api.Queue.as_view(), name="api-queue"),
    path("moderation/queue/counts", queue_api.QueueCounts.as_view(), name="api-queue-counts"),
    path("moderation/queue/lease", queue_api.NextLease.as_view(), name="api-queue-next"),
    path("moderation/queue/views", queue_api.Views.as_view(), name="api-queue-views"),
    path("moderation/queue/views/<int:view_id>", queue_api.ViewById.as_view(), name="api-queue-view"),
    path("moderation/queue/<int:item_id>", queue_api.Item.as_view(), name="api-queue-item"),
    path("moderation/queue/<int:item_id>/lease", queue_api.Lease.as_view(), name="api-queue-lease"),
    path("moderation/queue/<int:item_id>/notes", queue_api.Notes.as_view(), name="api-queue-notes"),
    path("moderation/queue/<int:item_id>/decision", actions_api.Decision.as_view(), name="api-queue-decision"),
    path("moderation/decisions", actions_api.Decisions.as_view(), name="api-decisions"),
    path("moderation/decisions/<uuid:bulk>", actions_api.DecisionsById.as_view(), name="api-decisions-undo"),
    path("moderation/actions", actions_api.Actions.as_view(), name="api-actions"),
    path("moderation/actions/<int:action_id>", actions_api.ActionById.as_view(), name="api-action"),
    path("moderation/actions/<int:action_id>/reversal", actions_api.Reversal.as_view(), name="api-reversal"),
    path("moderation/actions/<int:action_id>/signature", actions_api.Signature.as_view(), name="api-signature"),
    path("moderation/actions/<int:action_id>/sealed", actions_api.SealedText.as_view(), name="api-sealed"),
    path("moderation/appeals", appeals_api.Appeals.as_view(), name="api-appeals"),
    path("moderation/appeals/<int:appeal_id>", appeals_api.AppealById.as_view(), name="api-appeal"),
    path("moderation/appeals/<int:appeal_id>/messages", appeals_api.Messages.as_view(), name="api-appeal-messages"),
    path("moderation/appeals/<int:appeal_id>/decision", appeals_api.Decision.as_view(), name="api-appeal-decision"),
    path("moderation/rules", rules_api.Rules.as_view(), name="api-rules"),
    path("moderation/rules/<int:rule_id>", rules_api.RuleById.as_view(), name="api-rule"),
    path("moderation/rules/<int:rule_id>/state", rules_api.RuleStateOf.as_view(), name="api-rule-state"),
    path("moderation/rules/<int:rule_id>/replay", rules_api.Replays.as_view(), name="api-rule-replay"),
    path("moderation/models", rules_api.ModelVersions.as_view(), name="api-models"),
    path("moderation/audit", audit_api.Audit.as_view(), name="api-audit"),
    path("moderation/audit/roots", audit_api.AuditRoots.as_view(), name="api-audit-roots"),
    path("moderation/audit/<int:number>", audit_api.AuditByNumber.as_view(), name="api-audit-row"),
    path("moderation/audit/<int:number>/redaction", audit_api.Redaction.as_view(), name="api-audit-redaction"),
    path("moderation/log", appeals_api.Log.as_view(), name="api-moderation-log"),
    path("moderation/transparency", appeals_api.Transparency.as_view(), name="api-transparency"),
    path("moderation/statements", appeals_api.Statements.as_view(), name="api-statements"),
]
