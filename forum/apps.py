"""The ground and the roof as one Django app."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "Forum"

    def ready(self) -> None:
        from forum import checks, wiring

        checks.register_all()
        wiring.plug_in()
