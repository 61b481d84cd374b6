"""Hands on the models of the app's features."""

from accounts.members.models import AccessToken, Invitation, Member, Pass, PrivateOpening, Session, Tie, WayBack
from accounts.parties.models import Party, PartyName
from accounts.verification.models import (
    Assignment,
    Attestation,
    Evidence,
    MailProof,
    Opening,
    PartyDomain,
    StaffInterest,
    VerificationRequest,
    Vote,
    Vouch,
)

__all__ = [
    "AccessToken",
    "Assignment",
    "Attestation",
    "Evidence",
    "Invitation",
    "MailProof",
    "Member",
    "Opening",
    "Party",
    "PartyDomain",
    "PartyName",
    "Pass",
    "PrivateOpening",
    "Session",
    "StaffInterest",
    "Tie",
    "VerificationRequest",
    "Vote",
    "Vouch",
    "WayBack",
]
