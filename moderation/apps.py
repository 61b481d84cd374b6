"""The `moderation` app. Its features are the packages beside this file."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"
