"""Celery for the spine's tests: the project's own app with the tests' tasks beside it (`celery -A tests.spine.worker`)."""

from forum.celery import app

app.conf.include = [*app.conf.include, "tests.spine.tasks"]
