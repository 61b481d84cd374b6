"""The process for `/live/`: the one part of Assay that holds connections open. All else is WSGI (`forum.wsgi`)."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
django.setup()  # Before the import below, which needs the apps.

from forum.live.app import Live  # noqa: E402

application = Live()
