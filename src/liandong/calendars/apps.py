"""The application's entry for Django."""
from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Tells the outbox, which stands below, when offices open."""

    name = "liandong.calendars"
    label = "calendars"

    def ready(self) -> None:
        from liandong.calendars.queries import next_opening
        from liandong.outbox import channels

        channels.opening = next_opening
