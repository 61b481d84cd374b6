"""The `threads` app. Its features are the packages beside this file."""

from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "threads"
