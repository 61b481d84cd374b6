"""Hands on the models of the app's features."""

from accounts.members.models import AccessToken, Member, Session

__all__ = ["AccessToken", "Member", "Session"]
