"""Hands on the models of the app's features."""

from accounts.members.models import AccessToken, Invitation, Member, Pass, Session, Tie, WayBack

__all__ = ["AccessToken", "Invitation", "Member", "Pass", "Session", "Tie", "WayBack"]
