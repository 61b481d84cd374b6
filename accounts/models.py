"""Hands on the models of the app's features."""

from accounts.members.models import AccessToken, Member, Session
from accounts.parties.models import Party, PartyName

__all__ = ["AccessToken", "Member", "Party", "PartyName", "Session"]
