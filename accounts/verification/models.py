"""Requests for verification, what proves them, how they were decided, and what stays: the attestation.

Three guards stand in the database besides the constraints here (migration 0023): nobody with an interest of their own votes, no
attestation comes about with too few votes, and evidence is never deleted before it is destroyed.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from forum.kernel import clock, ids

SCOPE_LONGEST = 160
NAME_LONGEST = 120


class Position(models.TextChoices):
    """Who somebody is in the field."""

    GEOLOGIST = "geologist", _("Geologist")
    ANALYST = "analyst", _("Analyst")
    INVESTOR = "investor", _("Investor")
    JOURNALIST = "journalist", _("Journalist")
    OPERATOR = "operator", _("Operator's representative")
    OFFICIAL = "official", _("Official")
    RESIDENT = "resident", _("Local resident")
    ARMED_GROUP = "armed_group", _("Member of an armed group")


# A false attestation of one of these can cost lives: two different members of the staff must accept.
SENSITIVE = (Position.OFFICIAL, Position.ARMED_GROUP)


class State(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", _("With the staff")
    RETURNED = "returned", _("More is needed")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Claimed(models.Model):
    """What a request asks for and an attestation says. `party_slug` names a party of the catalogue, `party_name` any other."""

    position = models.CharField(max_length=16, choices=Position)
    scope = models.CharField(max_length=SCOPE_LONGEST, blank=True)
    party_slug = models.SlugField(max_length=80, blank=True, db_index=False)
    party_name = models.CharField(max_length=NAME_LONGEST, blank=True)
    party_shown = models.BooleanField(default=False)

    class Meta:
        abstract = True


class VerificationRequest(Claimed):
    """A member asks to be believed. The id is random: it tells neither order nor number."""

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="verification_requests")
    statement = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.TextField(blank=True)
    asked_on = models.DateField(default=clock.today)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="verification_position_known", condition=models.Q(position__in=Position.values)
            ),
            models.CheckConstraint(name="verification_state_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(
                name="verification_decided_has_day",
                condition=models.Q(state__in=["open", "returned"], decided_on=None)
                | (~models.Q(state__in=["open", "returned"]) & models.Q(decided_on__isnull=False)),
            ),
            models.UniqueConstraint(
                name="verification_one_open",
                fields=["member", "position", "party_slug", "party_name"],
                condition=models.Q(state__in=["open", "returned"]),
            ),
        ]
        indexes = [
            models.Index(fields=["member", "asked_on"], name="verification_by_member"),
            models.Index(fields=["state", "asked_on", "id"], name="verification_by_state"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in {State.OPEN, State.RETURNED}

    @property
    def sensitive(self) -> bool:
        """Whether two different members of the staff must accept."""
        return self.position in SENSITIVE


class Assignment(models.Model):
    """Somebody of the staff has taken a case, and may open its evidence."""

    request = models.ForeignKey(VerificationRequest, on_delete=models.CASCADE, related_name="assignments")
    staff = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="verification_cases")
    taken_on = models.DateField(default=clock.today)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "staff"], name="assignment_once")]


class Evidence(models.Model):
    """A document of a case. The file in the store is ciphertext under a key of its own; `wrapped_key` is that key, sealed.

    Destroying it deletes the file and the key. What stays is the row: that there was a document, and how it went.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    request = models.ForeignKey(VerificationRequest, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField()
    ciphertext_sha256 = models.BinaryField(max_length=32)
    wrapped_key = models.BinaryField(null=True)
    added_on = models.DateField(default=clock.today)
    destroyed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_destroyed_without_key",
                condition=models.Q(destroyed_on=None, wrapped_key__isnull=False)
                | models.Q(destroyed_on__isnull=False, wrapped_key=None),
            )
        ]

    @property
    def path(self) -> str:
        return evidence_path(self.id)


def evidence_path(evidence_id: uuid.UUID) -> str:
    """Where in the store the ciphertext of a piece of evidence lies."""
    return f"evidence/{evidence_id}"


class Opening(models.Model):
    """Somebody of the staff looked at a piece of evidence. The member sees that it happened, and on which day."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="openings")
    staff = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    opened_on = models.DateField(default=clock.today)


class MailProof(models.Model):
    """A code mailed to an address at a party's known domain. Of the address only the domain is kept."""

    request = models.OneToOneField(VerificationRequest, on_delete=models.CASCADE, related_name="mail_proof")
    domain = models.CharField(max_length=120)
    code_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    proven_on = models.DateField(null=True)


class Vouch(models.Model):
    """A verified member is asked to say that somebody is who they claim to be."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        GIVEN = "given", _("Vouched")
        DECLINED = "declined", _("Declined")

    request = models.ForeignKey(VerificationRequest, on_delete=models.CASCADE, related_name="vouches")
    voucher = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="vouches")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    words = models.TextField(blank=True)
    asked_on = models.DateField(default=clock.today)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "voucher"], name="vouch_once"),
            models.CheckConstraint(
                name="vouch_state_known", condition=models.Q(state__in=["asked", "given", "declined"])
            ),
        ]
        indexes = [models.Index(fields=["voucher", "state"], name="vouch_by_voucher")]


class Vote(models.Model):
    """What one member of the staff makes of a case, having declared to have no interest in it."""

    request = models.ForeignKey(VerificationRequest, on_delete=models.CASCADE, related_name="votes")
    staff = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="verification_votes")
    accept = models.BooleanField()
    reason = models.TextField()
    no_interest = models.BooleanField()
    voted_on = models.DateField(default=clock.today)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "staff"], name="vote_once"),
            models.CheckConstraint(name="vote_without_interest", condition=models.Q(no_interest=True)),
            models.CheckConstraint(name="vote_has_reason", condition=~models.Q(reason="")),
        ]


class StaffInterest(models.Model):
    """A member of the staff has an interest in a party, and keeps out of its cases."""

    staff = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="staff_interests")
    party_slug = models.SlugField(max_length=80)
    declared_on = models.DateField(default=clock.today)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "party_slug"], name="staff_interest_once")]


class PartyDomain(models.Model):
    """A domain whose mail addresses a party gives to its own people."""

    party_slug = models.SlugField(max_length=80, db_index=False)
    domain = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party_slug", "domain"], name="party_domain_once")]


class Attestation(Claimed):
    """What stays of a verification: who somebody is, who says so and until when. Never deleted while the member is here."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="attestations")
    request = models.OneToOneField(VerificationRequest, on_delete=models.PROTECT, related_name="attestation")
    issued_on = models.DateField(default=clock.today)
    expires_on = models.DateField()
    reminded_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end = models.CharField(
        max_length=8, blank=True,
        choices=(("expired", _("Expired")), ("revoked", _("Revoked")), ("renewed", _("Renewed"))),
    )  # fmt: skip
    reason = models.TextField(blank=True)
    # One accepted alone where two were needed, because the staff was one.
    by_exception = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attestation_ended_says_how",
                condition=models.Q(ended_on=None, end="") | (models.Q(ended_on__isnull=False) & ~models.Q(end="")),
            ),
            models.CheckConstraint(
                name="attestation_revoked_says_why", condition=~models.Q(end="revoked") | ~models.Q(reason="")
            ),
            models.UniqueConstraint(
                name="attestation_one_in_force",
                fields=["member", "position", "party_slug", "party_name"],
                condition=models.Q(ended_on=None),
            ),
        ]
        indexes = [
            models.Index(fields=["expires_on"], name="attestation_by_expiry", condition=models.Q(ended_on__isnull=True))
        ]
