"""THE table: which event makes whom react. Nothing reacts to anything that does not stand here."""

from accounts.members import events as members
from accounts.members import reactions as members_reactions
from accounts.parties import events as parties
from accounts.verification import events as verification
from accounts.verification import reactions as verification_reactions
from forum.kernel import screening
from forum.kernel.events import Consumer
from forum.notifications import reactions as notifications
from forum.privacy import reactions as privacy
from forum.search import reactions as search
from forum.webhooks import events as webhooks_events
from forum.webhooks import reactions as webhooks
from moderation.actions import events as actions
from moderation.appeals import events as appeals
from moderation.audit import events as audit
from moderation.audit import reactions as audit_reactions
from moderation.queue import events as queue
from moderation.queue import reactions as queue_reactions
from moderation.rules import events as rules
from moderation.rules import reactions as rules_reactions
from moderation.rules.services import screen
from threads.deposits import events as deposits
from threads.discussion import events as talk
from threads.discussion import reactions as discussion
from threads.interviews import events as interviews
from threads.interviews import reactions as interviews_reactions
from threads.rankings import events as rankings

# Each of these becomes a row of the audit log: what staff do, what is done about members, and what opens private things.
AUDITED: tuple[type, ...] = (
    members.RoleChanged, members.StandingChanged, members.AccessTokenIssued, members.AccessTokenRevoked,
    members.SessionsEndedByStaff,
    members.MemberErased, members.InvitationMade, members.InvitationUsed, members.InvitationRevoked,
    members.WayBackAsked, members.WayBackDecided, members.WayBackStopped, members.WayBackUsed,
    verification.CaseTaken, verification.EvidenceOpened, verification.EvidenceDestroyed, verification.VerificationVoted,
    verification.VerificationReturned, verification.VerificationDecided, verification.AttestationIssued,
    verification.AttestationConfirmed, verification.AttestationEnded, verification.StaffInterestChanged,
    verification.PartyDomainsSet,
    parties.PartyAdded, parties.PartyEdited, deposits.DepositAdded, deposits.DepositChanged, deposits.ProposalDecided,
    deposits.PartyChanged, deposits.PriceChanged, deposits.StartLevelSet,
    talk.ThreadClosed, talk.ThreadReopened, talk.ThreadPinned, talk.ThreadArchived, talk.ThreadStateChanged, talk.ThreadMoved,
    talk.ThreadTimed, talk.PostsMoved, talk.PostStateChanged, talk.SubmissionSettled, talk.SubmissionReopened, talk.BoardCreated,
    talk.BoardChanged,
    talk.ThreadRenamed, talk.ThreadTagged, talk.ThreadSummarised, rankings.RankingTaken,
    interviews.CaseTouched, interviews.CaseRefused, interviews.InterviewMoved, interviews.AnswerReleased,
    interviews.AnswerStruck, interviews.TranscriptPublished, interviews.QuestionSettled,
    audit.AuditRowRedacted, members.PrivateThingOpened,
    rules.RuleChanged, rules.RuleReplayed, rules.ModelTrained,
    queue.ReportFiled, queue.ItemOpened, queue.ItemLeased, queue.ItemReleased, queue.ItemNoted, queue.ItemResolved,
    queue.ItemReopened, queue.DecisionRefused,
    actions.ActionTaken, actions.ActionProposed, actions.ActionDeclined, actions.ActionEnded, actions.ActionReversed,
    actions.StatementIssued, actions.SealedTextRead, actions.SealedTextDestroyed,
    appeals.AppealFiled, appeals.AppealMessageWritten, appeals.AppealDecided, appeals.AppealWithdrawn,
)  # fmt: skip

# Each of these changes what a board or a thread counts.
COUNTED: tuple[type, ...] = (
    talk.ThreadStarted,
    talk.ReplyPosted,
    talk.PostStateChanged,
    talk.ThreadStateChanged,
    talk.ThreadMoved,
    talk.PostsMoved,
)

CONSUMERS: tuple[Consumer, ...] = (
    Consumer(name="consents", start="now", reactions={members.MemberJoined: (privacy.note_first_consents,)}),
    Consumer(
        name="notices",
        start="now",
        reactions={
            **dict.fromkeys(
                (members.WayBackAsked, members.WayBackDecided, members.WayBackUsed),
                (members_reactions.tell_of_way_back,),
            ),
            members.SessionsEndedByStaff: (members_reactions.tell_of_ended_sessions,),
            **dict.fromkeys(
                (verification.VerificationDecided, verification.VerificationReturned),
                (verification_reactions.tell_of_request,),
            ),
            **dict.fromkeys(
                (verification.AttestationExpiring, verification.AttestationEnded),
                (verification_reactions.tell_of_attestation,),
            ),
            verification.VouchAsked: (verification_reactions.ask_for_word,),
        },
    ),
    Consumer(
        name="counters",
        start="beginning",
        reactions={
            **dict.fromkeys(COUNTED, (discussion.fold_counts,)),
            talk.PostsMoved: (discussion.fold_counts, discussion.carry_on),
        },
    ),
    Consumer(
        name="interviews",
        start="beginning",
        reactions=dict.fromkeys(
            (interviews.QuestionAsked, interviews.QuestionChanged, interviews.QuestionVoted),
            (interviews_reactions.count_later,),
        ),
    ),
    Consumer(
        name="inbox",
        start="now",
        reactions={
            talk.ThreadStarted: (notifications.track_own_thread, notifications.tell),
            talk.ReplyPosted: (notifications.track_own_thread, notifications.tell),
            talk.PostEdited: (notifications.tell_edit,),
            talk.BookmarkDue: (notifications.remind,),
            talk.PostsMoved: (notifications.follow_split,),
            deposits.DepositChanged: (notifications.tell_change,),
            deposits.ProposalDecided: (notifications.tell_proposal,),
            interviews.InterviewProposed: (notifications.follow_own_interview,),
            interviews.InterviewSeconded: (notifications.follow_own_interview,),
            interviews.InterviewMoved: (notifications.tell_interview,),
            interviews.TranscriptPublished: (notifications.tell_interview,),
            interviews.QuestionsClosing: (notifications.tell_closing,),
            interviews.QuestionSettled: (notifications.tell_asker,),
            interviews.DeskCalls: (notifications.call_to_desk,),
            queue.ItemResolved: (notifications.tell_reporters,),
            verification.VerificationDecided: (notifications.tell_verification,),
            verification.VerificationReturned: (notifications.tell_verification,),
            verification.AttestationExpiring: (notifications.tell_verification,),
            verification.VouchAsked: (notifications.tell_verification,),
            actions.StatementIssued: (notifications.tell_decision,),
            appeals.AppealMessageWritten: (notifications.tell_appeal,),
            appeals.AppealDecided: (notifications.tell_appeal,),
            members.MemberBecameProtected: (notifications.forget_devices,),
            webhooks_events.WebhookDisabled: (webhooks.tell_owner,),
        },
    ),
    Consumer(
        name="search",
        start="beginning",
        reactions={
            talk.ThreadStarted: (search.read_post,),
            talk.ReplyPosted: (search.read_post,),
            talk.PostEdited: (search.read_post,),
            talk.WhisperPosted: (search.read_post,),
            talk.ThreadRenamed: (search.reread_thread,),
            talk.ThreadTagged: (search.reread_thread,),
            talk.ThreadMoved: (search.reread_thread,),
            talk.PostsMoved: (search.reread_joined,),
        },
    ),
    Consumer(name="webhooks", start="now", reactions=dict.fromkeys(webhooks.KINDS, (webhooks.tell,))),
    Consumer(name="audit", start="beginning", reactions=dict.fromkeys(AUDITED, (audit_reactions.record,))),
    Consumer(
        name="queue",
        start="beginning",
        reactions={
            talk.ThreadStarted: (queue_reactions.link_rule_hits, rules_reactions.look_again),
            talk.ReplyPosted: (queue_reactions.link_rule_hits, rules_reactions.look_again),
            talk.PostEdited: (
                queue_reactions.link_rule_hits,
                queue_reactions.note_post_changed,
                rules_reactions.look_again,
            ),
            talk.PostStateChanged: (queue_reactions.note_post_changed,),
            talk.ThreadRenamed: (queue_reactions.note_thread_changed,),
            interviews.QuestionChanged: (queue_reactions.note_question_changed,),
            talk.ThreadMoved: (queue_reactions.follow_thread,),
            talk.PostsMoved: (queue_reactions.follow_thread,),
            talk.SubmissionMade: (queue_reactions.open_held,),
            talk.SubmissionSettled: (queue_reactions.settle_held,),
            rules.PostLookedAt: (queue_reactions.weigh_model,),
            rules.WaveFound: (queue_reactions.open_wave,),
            **dict.fromkeys(
                (
                    verification.VerificationRequested,
                    verification.EvidenceAdded,
                    verification.WorkMailProven,
                    verification.VouchAsked,
                    verification.VouchAnswered,
                    verification.VerificationVoted,
                    verification.VerificationReturned,
                    verification.VerificationWithdrawn,
                    verification.VerificationDecided,
                ),
                (queue_reactions.weigh_verification,),
            ),
        },
    ),
)


def plug_in() -> None:
    """Hand the kernel's hooks to the features that fill them. Called once, when the apps are ready."""
    screening.plug(screen)
