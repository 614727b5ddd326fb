"""The application's entry for Django."""
from django.apps import AppConfig


class ScreensConfig(AppConfig):
    """Templates, static files and words only: it has no table."""

    name = "liandong.screens"
    label = "screens"

    def ready(self) -> None:
        """Django's own sentences give way to ours."""
        from liandong.screens.stock import reword  # when Django is ready, not before
        reword()
