"""The application's entry for Django."""
from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Lets the clock remove, once a night, bytes that no row knows."""

    name = "liandong.files"
    label = "files"

    def ready(self) -> None:
        from liandong.files import services
        from liandong.outbox import ticks

        ticks.register(services.sweep_at_night)
