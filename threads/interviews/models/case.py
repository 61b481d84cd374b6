"""The interview itself, from proposal to end, and what only the editors of its case keep."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Invitation
from forum.kernel import ids
from threads.deposits.models import Deposit
from threads.interviews.states import STEPS, Face, State

TITLE_LONGEST = 160
NAME_LONGEST = 120
REASON_LONGEST = 2_000


class Risk(models.TextChoices):
    """Whether being asked may put the guest in danger."""

    UNKNOWN = "unknown", _("Not looked at yet")
    LOW = "low", _("No danger seen")
    DANGER = "danger", _("The guest may be in danger")


class Interview(models.Model):
    """One interview. Triggers (migration 0061) keep `state` on its path and `face`, what others see, true to it.

    `version` grows with what others see, never with what only the case knows. `guest`, `risk`, `lapse_on` and `invitation`
    are for the case alone until `guest_shown`. What moderators have `hidden`, a proposal still, is there for nobody.
    """

    case_id = models.UUIDField(default=ids.random_id, unique=True, editable=False)
    title = models.CharField(max_length=TITLE_LONGEST)
    subject = models.CharField(max_length=NAME_LONGEST)
    reasons = models.TextField()
    reasons_html = models.TextField()
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    state = models.CharField(max_length=16, choices=State, default=State.PROPOSED)
    state_number = models.PositiveIntegerField(default=0)
    face = models.CharField(max_length=16, choices=Face, default=Face.PROPOSED)
    face_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    public_reason = models.CharField(max_length=REASON_LONGEST, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    second_count = models.PositiveIntegerField(default=0)
    hidden = models.BooleanField(default=False)

    risk = models.CharField(max_length=8, choices=Risk, default=Risk.UNKNOWN)
    lapse_on = models.DateField(null=True)
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")
    guest = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="interviews_given"
    )
    guest_shown = models.BooleanField(default=False)
    refusal_shown = models.BooleanField(default=False)
    shown_as = models.CharField(max_length=NAME_LONGEST, blank=True)
    shown_role = models.CharField(max_length=NAME_LONGEST, blank=True)

    live = models.BooleanField(default=False)
    hold_questions = models.BooleanField(default=False)
    questions_until = models.DateTimeField(null=True)
    answers_due = models.DateTimeField(null=True)
    embargo_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    recording_url = models.URLField(max_length=500, blank=True)
    recording_type = models.CharField(max_length=60, blank=True)
    recording_bytes = models.PositiveBigIntegerField(null=True)
    recording_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="interview_state_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(name="interview_face_known", condition=models.Q(face__in=Face.values)),
            models.CheckConstraint(name="interview_risk_known", condition=models.Q(risk__in=Risk.values)),
            models.CheckConstraint(
                name="interview_merged_names_target",
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="interview_reason_where_public",
                condition=~models.Q(state__in=["declined", "taken_down"]) | ~models.Q(public_reason=""),
            ),
            models.CheckConstraint(
                name="interview_guest_from_acceptance",
                condition=models.Q(guest__isnull=False)
                | models.Q(
                    state__in=[
                        "proposed",
                        "triage",
                        "merged",
                        "approached",
                        "declined",
                        "lapsed",
                        "refused",
                        "withdrawn",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="interview_open_has_name_and_end",
                condition=~models.Q(state="collecting")
                | (models.Q(guest_shown=True, questions_until__isnull=False) & ~models.Q(shown_as="")),
            ),
            models.CheckConstraint(
                name="interview_embargo_has_end",
                condition=~models.Q(state="embargoed") | models.Q(embargo_until__isnull=False),
            ),
            models.CheckConstraint(
                name="interview_published_has_time",
                condition=~models.Q(state__in=["published", "corrected", "taken_down"])
                | models.Q(published_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["face", "-id"], name="interview_by_face"),
            models.Index(fields=["-published_at"], name="interview_by_publication"),
            models.Index(fields=["state", "lapse_on"], name="interview_by_lapse"),
            models.Index(fields=["guest"], name="interview_by_guest"),
        ]

    def __str__(self) -> str:
        return self.title


class InterviewDeposit(models.Model):
    """That an interview is about a deposit."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="deposit_links")
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="interview_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "deposit"], name="interview_deposit_once")]


class InterviewSupport(models.Model):
    """A verified member seconds a proposal. A protected member's waits, with its hour, to be counted together with others."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="seconds")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    waits_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "member"], name="interview_second_once")]


def _allowed() -> models.Q:
    condition = models.Q()
    for before, after in STEPS.items():
        condition |= models.Q(from_state=before.value, to_state__in=[state.value for state in after])
    return condition


class InterviewTransition(models.Model):
    """One step of an interview. Only added to; the constraint knows every step there is, a trigger that none is left out."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="transitions")
    number = models.PositiveIntegerField()
    from_state = models.CharField(max_length=16, choices=State)
    to_state = models.CharField(max_length=16, choices=State)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=REASON_LONGEST, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "number"], name="interview_transition_numbered"),
            models.CheckConstraint(name="interview_step_allowed", condition=_allowed()),
        ]


class CaseEditor(models.Model):
    """An editor of this case. Nobody else, staff or not, reads what the case keeps."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="case_editors")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interview_cases")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "editor"], name="interview_editor_once")]


class InterviewContact(models.Model):
    """One line of the contact log: how, on which day and on which terms somebody was asked. For the case alone."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("Mail")
        PHONE = "phone", _("Telephone")
        SIGNAL = "signal", _("Encrypted message")
        LETTER = "letter", _("Letter")
        PERSON = "person", _("In person")
        AGENT = "agent", _("Through somebody else")

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="contacts")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    contacted_on = models.DateField()
    terms = models.CharField(max_length=REASON_LONGEST)
    note = models.CharField(max_length=REASON_LONGEST, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="interview_contact_channel",
                condition=models.Q(channel__in=["mail", "phone", "signal", "letter", "person", "agent"]),
            )
        ]


class InterviewRiskReview(models.Model):
    """An editor of the case has thought about what being asked could cost the guest, and what is done about it."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="risk_reviews")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proceed = models.BooleanField()
    measures = models.CharField(max_length=REASON_LONGEST)
    reviewed_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="interview_review_says_what", condition=~models.Q(measures="")),
        ]


class InterviewGuestCheck(models.Model):
    """An editor of the case made sure that whoever came by the invitation is whom they asked. Only added to (a trigger).

    How is kept, and no evidence: that stays with the editor.
    """

    class Method(models.TextChoices):
        CALL_BACK = "call_back", _("Called back under a number that was known before")
        IN_PERSON = "in_person", _("Met in person")
        INSTITUTION = "institution", _("Through the institution's own address")
        VOUCHED = "vouched", _("Somebody who knows them, and whom we know, was asked")

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="guest_checks")
    guest = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=12, choices=Method)
    checked_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guest_check_method_known",
                condition=models.Q(method__in=["call_back", "in_person", "institution", "vouched"]),
            ),
            models.CheckConstraint(name="guest_check_by_another", condition=~models.Q(guest=models.F("editor"))),
        ]


class InterviewTerms(models.Model):
    """The wording on which a guest speaks, as offered by an editor and as agreed to; a later offer is a new row.

    A trigger (migration 0063) keeps the words as they were offered.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="terms")
    wording = models.TextField()
    attribution = models.CharField(max_length=16)
    shown_as = models.CharField(max_length=NAME_LONGEST)
    shown_role = models.CharField(max_length=NAME_LONGEST, blank=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField()
    agreed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="interview_terms_worded", condition=~models.Q(wording="") & ~models.Q(shown_as="")
            ),
            models.UniqueConstraint(
                fields=["interview"], condition=models.Q(agreed_on__isnull=False), name="interview_terms_agreed_once"
            ),
        ]
