"""The address of sync."""

from django.urls import path

from forum.sync.api import Sync

api = [path("sync", Sync.as_view(), name="api-sync")]
