"""THE table of every store that holds something of members: what an export takes from it, and what erasure does to it.

A table with a column that points to a member must stand here: `tests/privacy` looks. A new feature adds its line.
"""

from dataclasses import dataclass
from typing import Literal

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import Words
from threads.interviews.selectors.cases import DEPOSITS

type Fate = Literal["delete", "keep", "unlink", "verification", "member"]


@dataclass(frozen=True, slots=True)
class Store:
    """One column that points to a member. `words` say to the member what lies there.

    `fate` under erasure: "delete" the rows; "keep" them, without a name, since others' words hang on them; "unlink" the member
    from rows that are somebody else's; "verification" and "member" have services of their own. `export` is False for rows that
    are somebody else's, and `hidden` names columns that no export shows: digests and sealed keys; `also` is what an export
    shows beside the columns.
    """

    model: str
    column: str
    words: Words
    fate: Fate
    export: bool = True
    hidden: tuple[str, ...] = ()
    also: tuple[tuple[str, Subquery], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.model}.{self.column}"

    def table(self) -> type[Model]:
        return apps.get_model(self.model)

    def rows(self, member_id: int) -> QuerySet[Model]:
        """The member's rows."""
        table = self.table()
        return table._default_manager.filter(**{self.column: member_id}).order_by("pk")


OUTSIDE = (
    (Store("socialaccount.SocialAccount", "user", _("accounts with another provider"), "delete"),)
    if "allauth.socialaccount" in settings.INSTALLED_APPS
    else ()
)

STORES: tuple[Store, ...] = (
    *OUTSIDE,
    Store("accounts.Member", "id", _("your account and your page"), "member", hidden=("password", "handle_key")),
    Store("account.EmailAddress", "user", _("email addresses"), "delete"),
    Store("mfa.Authenticator", "user", _("passkeys, authenticator app, recovery codes"), "delete", hidden=("data",)),
    Store("accounts.Session", "member", _("sessions"), "delete", hidden=("session_key", "session_data")),
    Store("accounts.AccessToken", "member", _("access tokens"), "delete", hidden=("digest",)),
    Store("accounts.Tie", "member", _("whom you ignore or block"), "delete"),
    Store("accounts.Tie", "other", _("who ignores or blocks you"), "delete", export=False),
    Store("accounts.Invitation", "inviter", _("invitations you made"), "delete", hidden=("digest",)),
    Store("accounts.Invitation", "used_by", _("the invitation you came by"), "unlink", export=False),
    Store("accounts.Pass", "member", _("interviews and boards you were let into"), "delete"),
    Store("accounts.WayBack", "member", _("ways back into your account"), "delete", hidden=("digest", "decider")),
    Store("accounts.WayBack", "decider", _("decisions on ways back, as staff"), "keep", export=False),
    Store("accounts.PrivateOpening", "member", _("private things you opened within the hour, as staff"), "delete"),
    Store("accounts.Attestation", "member", _("attestations"), "verification"),
    Store("accounts.VerificationRequest", "member", _("requests to be verified, with their documents"), "verification"),
    Store("accounts.Vouch", "voucher", _("whom you vouched for"), "delete"),
    Store("accounts.Assignment", "staff", _("cases you took, as staff"), "keep"),
    Store("accounts.Vote", "staff", _("votes in verification, as staff"), "keep"),
    Store("accounts.Opening", "staff", _("documents you opened, as staff"), "keep"),
    Store("accounts.StaffInterest", "staff", _("interests you declared, as staff"), "delete"),
    Store("threads.Thread", "author", _("threads you started"), "keep"),
    Store("threads.Thread", "last_author", _("threads in which you spoke last"), "keep", export=False),
    Store("threads.Post", "author", _("posts"), "keep"),
    Store("threads.PostRevision", "editor", _("earlier texts of posts you edited"), "keep"),
    Store("threads.BoardModerator", "member", _("boards you moderate"), "delete"),
    Store("threads.ThreadChange", "actor", _("what you did to keep order in threads"), "keep"),
    Store("threads.ThreadSummary", "editor", _("summaries you wrote, as an editor"), "keep"),
    Store("threads.ThreadTimer", "set_by", _("what you set the clock to do to threads"), "delete"),
    Store("threads.Reaction", "member", _("your reactions to posts"), "delete"),
    Store("threads.Submission", "author", _("texts that wait or waited"), "delete"),
    Store("threads.Draft", "member", _("drafts"), "delete"),
    Store("threads.ReadMark", "member", _("how far you have read"), "delete"),
    Store("threads.ReadFloor", "member", _("up to where all counts as read"), "delete"),
    Store("threads.Bookmark", "member", _("bookmarks"), "delete"),
    Store("threads.Disclosure", "member", _("interests you disclosed, as they stand on posts"), "keep"),
    Store("threads.Follow", "member", _("deposits you follow"), "delete"),
    Store("threads.Proposal", "author", _("changes you proposed to the catalogue"), "keep"),
    Store("threads.Proposal", "decided_by", _("proposals you decided, as an editor"), "keep", export=False),
    Store("threads.Change", "editor", _("changes you made to the catalogue"), "keep"),
    Store("threads.Snapshot", "taken_by", _("rankings you had taken"), "keep", export=False),
    # Of an interview its proposer learns no more than everybody: what only its case knows is in no export.
    Store(
        "threads.Interview",
        "proposer",
        _("interviews you proposed"),
        "keep",
        hidden=(
            "case_id",
            "state",
            "state_number",
            "risk",
            "lapse_on",
            "invitation",
            "guest",
            "guest_shown",
            "refusal_shown",
            "shown_as",
            "shown_role",
            "live",
            "hold_questions",
            "questions_until",
            "answers_due",
            "embargo_until",
            "published_at",
            "public_reason",
            "recording_url",
            "recording_type",
            "recording_bytes",
            "recording_seconds",
        ),
        also=(("deposits", DEPOSITS),),
    ),
    Store(
        "threads.Interview",
        "guest",
        _("interviews you gave"),
        "keep",
        hidden=(
            "case_id",
            "risk",
            "lapse_on",
            "embargo_until",
            "published_at",
            "invitation",
        ),
        also=(("deposits", DEPOSITS),),
    ),
    Store("threads.InterviewSupport", "member", _("proposals you seconded"), "delete"),
    Store("threads.InterviewTransition", "actor", _("steps of interviews you took"), "keep", export=False),
    Store("threads.CaseEditor", "editor", _("interviews you edit"), "keep", export=False),
    Store("threads.InterviewContact", "editor", _("contact logs of interviews you edit"), "keep", export=False),
    Store("threads.InterviewRiskReview", "editor", _("risk reviews you wrote"), "keep", export=False),
    Store("threads.InterviewGuestCheck", "guest", _("how editors made sure who you are"), "keep", hidden=("editor",)),
    Store("threads.InterviewGuestCheck", "editor", _("guests of whom you made sure"), "keep", export=False),
    Store("threads.InterviewTerms", "offered_by", _("terms you offered to guests"), "keep", export=False),
    Store("threads.Question", "asker", _("questions you asked in interviews"), "keep"),
    Store("threads.QuestionVersion", "editor", _("earlier texts of your questions"), "keep"),
    Store("threads.QuestionVote", "voter", _("questions you voted for"), "delete"),
    Store("threads.QuestionFollow", "member", _("questions you follow"), "delete"),
    Store("threads.AnswerVersion", "editor", _("drafts of answers you wrote"), "keep"),
    Store("threads.TakedownVote", "editor", _("transcripts you wanted taken down, as an editor"), "keep"),
    Store("threads.Attachment", "owner", _("files you brought"), "keep"),
    Store("moderation.Report", "reporter", _("what you reported"), "unlink", hidden=("weight", "item")),
    Store("moderation.Statement", "member", _("what moderators decided about you, and why"), "keep"),
    Store("moderation.Strike", "member", _("strikes"), "keep"),
    Store("moderation.Appeal", "member", _("appeals you made"), "keep", hidden=("decided_by",)),
    Store("moderation.AppealMessage", "author", _("what you wrote in appeals"), "keep"),
    Store("moderation.Action", "member", _("decisions about you: the notices say them"), "keep", export=False),
    Store("moderation.Action", "actor", _("decisions you took, as staff"), "keep", export=False),
    Store("moderation.Action", "seconded_by", _("decisions you agreed to, as staff"), "keep", export=False),
    Store("moderation.Action", "ended_by", _("decisions you ended, as staff"), "keep", export=False),
    Store("moderation.Appeal", "decided_by", _("appeals you decided, as staff"), "keep", export=False),
    Store("moderation.ReviewItem", "author", _("what waits for moderators about your texts"), "keep", export=False),
    Store("moderation.ReviewItem", "decided_by", _("items you decided, as staff"), "keep", export=False),
    Store("moderation.ReviewItem", "holder", _("items you held, as staff"), "keep", export=False),
    Store("moderation.Note", "author", _("notes you wrote to items, as staff"), "keep", export=False),
    Store("moderation.Recusal", "member", _("items you kept away from, as staff"), "delete"),
    Store("moderation.SavedView", "member", _("views of the queue you saved, as staff"), "delete"),
    Store("moderation.RuleVersion", "author", _("rules you wrote, as staff"), "keep", export=False),
    Store("forum.SavedSearch", "member", _("searches you saved"), "delete"),
    Store("forum.Webhook", "owner", _("your webhooks"), "delete", hidden=("secret", "earlier_secret")),
    Store("forum.Watch", "member", _("what you watch"), "delete"),
    Store("forum.Notification", "recipient", _("your inbox"), "delete"),
    Store("forum.MailPreferences", "member", _("how and when we tell you"), "delete"),
    Store("forum.Channel", "member", _("what we mail and push to you about"), "delete"),
    Store("forum.PushEndpoint", "member", _("browsers we push to"), "delete", hidden=("digest", "sealed")),
    Store("forum.SearchAlert", "member", _("searches that tell you"), "delete", hidden=("filter", "title")),
    Store("forum.Export", "member", _("exports"), "delete"),
    Store("forum.Consent", "member", _("terms you agreed to"), "delete"),
)
