"""Addresses of the people's features."""

from django.urls import path

from accounts.members import api as members_api
from accounts.members import web as members_web
from accounts.parties import api as parties_api

pages = [
    path("settings", members_web.settings, name="settings"),
]

api = [
    path("me", members_api.Me.as_view(), name="api-me"),
    path("members/<str:handle>", members_api.MemberByHandle.as_view(), name="api-member"),
    path("parties", parties_api.Parties.as_view(), name="api-parties"),
    path("parties/<slug:party>", parties_api.PartyBySlug.as_view(), name="api-party"),
]
