"""Addresses of the people's features."""

from django.urls import path, re_path

from accounts.members.api import keys as keys_api
from accounts.members.api import profile as profile_api
from accounts.members.web import joining, keys, people, profile

pages = [
    path("settings", profile.settings, name="settings"),
    path("settings/sessions", keys.sessions, name="sessions"),
    path("settings/sessions/end", keys.end_session, name="session-end"),
    path("settings/sessions/end-others", keys.end_other_sessions, name="sessions-end-others"),
    path("settings/tokens", keys.tokens, name="tokens"),
    path("settings/tokens/revoke", keys.revoke_token, name="token-revoke"),
    path("settings/people", people.people, name="people"),
    path("settings/people/reach", people.reach, name="reach"),
    path("settings/people/untie", people.untie, name="untie"),
    path("settings/protect", people.protect, name="protect"),
    path("settings/invitations", joining.invitations, name="invitations"),
    path("settings/invitations/revoke", joining.revoke_invitation, name="invitation-revoke"),
    path("join/protected", joining.join_protected, name="join-protected"),
    path("join/<str:secret>", joining.invitation, name="invitation"),
    path("way-back", joining.way_back, name="way-back"),
    path("way-back/open", joining.way_back_open, name="way-back-open"),
    path("way-back/<int:way_back_id>/stop", joining.way_back_stop, name="way-back-stop"),
    path("staff/ways-back", joining.ways_back, name="ways-back"),
    path("staff/ways-back/<int:way_back_id>", joining.way_back_decide, name="way-back-decide"),
]

api = [
    path("me", profile_api.Me.as_view(), name="api-me"),
    path("me/tokens", keys_api.Tokens.as_view(), name="api-tokens"),
    path("me/tokens/<int:token_id>", keys_api.TokenById.as_view(), name="api-token"),
    path("me/sessions", keys_api.Sessions.as_view(), name="api-sessions"),
    path("me/sessions/<str:session_id>", keys_api.SessionById.as_view(), name="api-session"),
    path("me/ties", keys_api.Ties.as_view(), name="api-ties"),
    re_path(r"^me/(?P<kind>ignored|blocked)/(?P<handle>[^/]+)$", keys_api.TieByHandle.as_view(), name="api-tie"),
    path("members/<str:handle>", profile_api.MemberByHandle.as_view(), name="api-member"),
]
