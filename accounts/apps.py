"""The `accounts` app. Its features are the packages beside this file."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
