"""The ground and the roof as one Django app."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "Forum"

    def ready(self) -> None:
        from forum import celery, checks, wiring

        celery.app.set_default()
        checks.register_all()
        wiring.plug_in()
